import NodeLogging
import Processes

/// What a task does, and what has become of it.
///
/// Unchecked, because `operation` and `value` are touched by the code of the task only, and everything else that varies
/// is guarded by `lock`. That lock comes before the lock of a process.
final class TaskWork<Success: Sendable>: ProcessWork, @unchecked Sendable {
    typealias Operation = @Sendable () async throws -> Success
    typealias Outcome = Result<Success, ExitReason>

    let origin: TaskOrigin
    private let caller: TaskCallers
    private var operation: Operation?
    private var value: Success?

    private let lock = Lock()
    private var owner: TaskOwner
    private var id: ProcessID?
    private var outcome: Outcome?
    /// Whether nobody can have the result any more.
    private var isSpent: Bool
    /// Whether the owner was told by messages.
    private var wasTold = false
    private var waiter: Waiter?

    /// Work whose result belongs to `owner`, or to nobody when it is spent from the start.
    init(_ operation: @escaping Operation, _ owner: TaskOwner, _ origin: TaskOrigin, isSpent: Bool = false) {
        self.operation = operation
        self.owner = owner
        self.origin = origin
        self.isSpent = isSpent
        caller = TaskCallers(of: owner.process)
    }

    /// Work that is done.
    init(completed value: Success, _ owner: TaskOwner, _ origin: TaskOrigin) {
        outcome = .success(value)
        self.owner = owner
        self.origin = origin
        isSpent = false
        caller = TaskCallers(of: owner.process)
    }

    // MARK: - As the work of a process

    var kind: String { "task of \(origin)" }

    var callers: [ProcessID] { caller.list }

    var details: LogEntry.Metadata { caller.details(origin) }

    nonisolated(nonsending) func run() async throws {
        guard let operation = operation.take() else { return }
        value = try await operation()
    }

    /// Keeps what came out; a value counts only when the task came to its end by itself.
    func ended(_ reason: ExitReason) {
        let outcome: Outcome =
            if reason.isNormal, let value = value.take() { .success(value) } else { .failure(reason) }
        lock.lock()
        self.outcome = outcome
        let waiter = waiter.take()
        if waiter == nil, !isSpent { tellOwnerLocked(outcome, reason) }
        lock.unlock()
        waiter?.oneIsDone(failed: outcome.isFailure)
    }

    /// Sends the result to an owner that does not wait for it; under the lock, so that it can be taken back.
    private func tellOwnerLocked(_ outcome: Outcome, _ reason: ExitReason) {
        guard let process = owner.process, process.isAlive, let monitor = id?.ownersMonitor else { return }
        let reply = try? TaskReply(monitor: monitor, value: outcome.get())
        process.tell(reply, thenDown: monitor, reason)
        wasTold = true
    }

    // MARK: - As its owner sees it

    var process: ProcessID? {
        lock.withLock { id }
    }

    func started(as process: ProcessID) {
        lock.withLock { id = process }
    }

    var currentOwner: TaskOwner {
        lock.withLock { owner }
    }

    /// Lets nobody but the owner pass; whoever comes first to a task without an owner becomes it.
    func checkOwner() throws(TaskError) {
        let asker = TaskOwner.current
        let owner = lock.withLock {
            if case .nobody = self.owner { self.owner = asker }
            return self.owner
        }
        guard owner == asker else { throw .notOwner(asker: asker, owner: owner) }
    }

    /// Takes the outcome if it is there.
    func take() throws(TaskError) -> Outcome? {
        lock.lock()
        guard !isSpent else {
            lock.unlock()
            throw .alreadyTaken
        }
        guard let outcome else {
            lock.unlock()
            return nil
        }
        isSpent = true
        let isTold = wasTold
        lock.unlock()
        if isTold { takeBackMail() }
        return outcome
    }

    /// Lets a waiter hear of the outcome; when it is there, at once.
    func attach(_ waiter: Waiter) throws(TaskError) {
        lock.lock()
        guard !isSpent, self.waiter == nil else {
            lock.unlock()
            throw .alreadyTaken
        }
        let known = outcome
        if known == nil { self.waiter = waiter }
        lock.unlock()
        if let known { waiter.oneIsDone(failed: known.isFailure) }
    }

    func detach() {
        lock.withLock { waiter = nil }
    }

    /// Makes sure that nobody gets the result any more; true when somebody still could have.
    @discardableResult
    func giveUp() -> Bool {
        let (wasSpent, isTold) = lock.withLock {
            defer { isSpent = true }
            return (isSpent, wasTold && !isSpent)
        }
        if isTold { takeBackMail() }
        return !wasSpent
    }

    /// How the task ended, if it has, whether or not somebody has taken that.
    var knownOutcome: Outcome? {
        lock.withLock { outcome }
    }

    private func takeBackMail() {
        guard let owner = currentOwner.process, let monitor = process?.ownersMonitor else { return }
        owner.takeBackMail(of: monitor)
    }
}

extension TaskOwner {
    /// The owner as a process.
    var process: ProcessID? {
        if case .process(let process) = self { process } else { nil }
    }
}

extension Result {
    var isFailure: Bool {
        if case .failure = self { true } else { false }
    }
}
