public import NodeLogging
public import Processes

/// How a task has ended.
@usableFromInline enum TaskEnding: Sendable {
    /// With a value.
    case success
    case failure(ExitReason)

    var isFailure: Bool {
        if case .failure = self { true } else { false }
    }
}

/// What a task does, and what has become of it, but for its value.
///
/// The value stands in a subclass, so that nothing here need know its type: code that does not know types is slow.
/// Unchecked, because `body` and `didReturn` are touched by the code of the task only, and everything else that varies
/// is guarded by `lock`. That lock comes before the lock of a process.
@usableFromInline class TaskWork: ProcessWork, @unchecked Sendable {
    let origin: TaskOrigin
    private let caller: TaskCallers
    @exclusivity(unchecked) private var body: ProcessWorkBody?
    @exclusivity(unchecked) private var didReturn = false

    private let lock = Lock()
    @exclusivity(unchecked) private var owner: TaskOwner
    @exclusivity(unchecked) private var id: ProcessID?
    @exclusivity(unchecked) private var ending: TaskEnding?
    /// Whether nobody can have the result any more.
    @exclusivity(unchecked) private var isSpent: Bool
    /// Whether the owner was told by messages.
    @exclusivity(unchecked) private var wasTold = false
    @exclusivity(unchecked) private var waiter: Waiter?

    /// Work whose result belongs to `owner`, or to nobody when it is spent from the start; without a body it is done.
    @usableFromInline init(_ owner: TaskOwner, _ origin: TaskOrigin, isSpent: Bool = false, _ body: ProcessWorkBody?) {
        self.body = body
        self.owner = owner
        self.origin = origin
        self.isSpent = isSpent
        caller = TaskCallers(of: owner.process)
        if body == nil { ending = .success }
    }

    /// The message that tells the value.
    func reply(_ monitor: Monitor) -> (any RevocableMessage)? { nil }

    // MARK: - As the work of a process

    @usableFromInline var kind: String { "task of \(origin)" }

    @usableFromInline var callers: [ProcessID] { caller.list }

    @usableFromInline var details: LogEntry.Metadata { caller.details(origin) }

    @usableFromInline func takeBody() -> ProcessWorkBody? {
        // Not by `take`, which would wrap the function in another one.
        let body = body
        self.body = nil
        return body
    }

    @usableFromInline func returned() {
        didReturn = true
    }

    /// What the end of the process is for the work: a value counts only when the task came to its end by itself.
    private func ending(_ reason: ExitReason) -> TaskEnding {
        reason.isNormal && didReturn ? .success : .failure(reason)
    }

    /// Keeps what came out.
    @usableFromInline func ended(_ reason: ExitReason) {
        let ending = ending(reason)
        lock.lock()
        self.ending = ending
        let waiter = waiter.take()
        if waiter == nil, !isSpent { tellOwnerLocked(ending, reason) }
        lock.unlock()
        waiter?.oneIsDone(failed: ending.isFailure)
    }

    /// Sends the result to an owner that does not wait for it; under the lock, so that it can be taken back.
    private func tellOwnerLocked(_ ending: TaskEnding, _ reason: ExitReason) {
        guard let process = owner.process, process.isAlive, let monitor = id?.ownersMonitor else { return }
        process.tell(ending.isFailure ? nil : reply(monitor), thenDown: monitor, reason)
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

    /// Takes the end if it is there.
    func take() throws(TaskError) -> TaskEnding? {
        lock.lock()
        guard !isSpent else {
            lock.unlock()
            throw .alreadyTaken
        }
        guard let ending = endingLocked else {
            lock.unlock()
            return nil
        }
        isSpent = true
        let isTold = wasTold
        lock.unlock()
        if isTold { takeBackMail() }
        return ending
    }

    /// Lets a waiter hear of the end; when it is there, at once.
    func attach(_ waiter: Waiter) throws(TaskError) {
        lock.lock()
        guard !isSpent, self.waiter == nil else {
            lock.unlock()
            throw .alreadyTaken
        }
        let known = endingLocked
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
    var knownEnding: TaskEnding? {
        lock.withLock { endingLocked }
    }

    /// The same; the lock is held.
    ///
    /// Its process may have ended, and the work not yet have heard of that.
    private var endingLocked: TaskEnding? {
        if let ending { return ending }
        guard let id, !id.isAlive, let reason = id.endReason else { return nil }
        return ending(reason)
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
