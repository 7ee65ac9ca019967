import Synchronization

/// The process of a server: a mailbox, and a drain token that whoever handles messages holds.
///
/// The token is with one of: nobody (idle); the scheduler's queue or thread; a task, when a handler waits; the caller
/// of a call, when the server was idle. Variables below "token" are touched by its holder only, those below "lock"
/// with the lock held; that is why this is unchecked.
@usableFromInline final class GenServerProcess<Server: GenServer>: ProcessCore, @unchecked Sendable {
    // MARK: Lock

    @exclusivity(unchecked) var mailbox = MailQueue<ServerMail>()
    /// The chunk of casts at the end of the mailbox that takes more; `nil` when something else stands there.
    ///
    /// While there is one the process is alive, and somebody handles messages or is kept from it by a suspension.
    @usableFromInline @exclusivity(unchecked) var openCasts: UnsafeMutablePointer<CastWriter>?
    /// How many casts are in the other chunks of the mailbox, beyond one for each.
    @exclusivity(unchecked) var closedCasts = 0
    /// A chunk of casts that has left the mailbox and waits in front of it.
    @exclusivity(unchecked) var takenCasts: CastChunk?
    /// How many messages the mailbox has, for its limit; without a limit those in chunks are left out.
    @exclusivity(unchecked) var messageCount = 0
    /// Whether the token is taken.
    @exclusivity(unchecked) var isDraining = true
    @exclusivity(unchecked) var isSuspended = false
    /// Whether a callback only waits for time to pass, or for a task.
    @exclusivity(unchecked) private var isWaiting = false
    @exclusivity(unchecked) var handled = 0
    /// The caller of the message in work.
    var inWork: (any Abandonable)?
    /// Callers whose answer was put off.
    var deferred: [ObjectIdentifier: any Abandonable] = [:]
    var answersAtEnd: [@Sendable () -> Void] = []
    /// The number of the present wait; it changes with every message.
    @exclusivity(unchecked) var wait: UInt64 = 0
    @exclusivity(unchecked) var waitTimer: TimerEntry?
    @exclusivity(unchecked) var hibernateTimer: TimerEntry?

    // MARK: Token

    /// The place of the state, made and freed with this object.
    ///
    /// An optional in place would do, but code that knows nothing of the type has to look its optional up every time.
    @usableFromInline let slot = UnsafeMutablePointer<Server>.allocate(capacity: 1)
    @usableFromInline @exclusivity(unchecked) var hasState = false
    /// Whether a callback has said what is to happen next, in `next` or `stopReason`.
    @usableFromInline @exclusivity(unchecked) var isInstructed = false
    var hasCrashed = false
    @exclusivity(unchecked) var next = NextStep()
    /// Why the server is to end, once a callback has said so; others may read it with the lock held.
    @exclusivity(unchecked) var stopReason: ExitReason?
    /// The time without messages that the last callback asked for.
    @exclusivity(unchecked) var timeout: Duration?
    var crashMessage: (any Sendable)?
    @exclusivity(unchecked) var debugging: Debugging?
    /// Whether a callback that may wait runs in the task, to find out calls of a server to itself.
    private let runsCallback = Atomic<Bool>(false)
    /// What is to be done in a task.
    @exclusivity(unchecked) var plan: TaskPlan?
    /// Makes the first state and sets it; false when there is none.
    @exclusivity(unchecked) var beginning: Beginning?

    @usableFromInline typealias Beginning = nonisolated(nonsending) @Sendable (GenServerProcess) async throws -> Bool

    let hibernateAfter: Duration?
    /// Whether it was linked to its parent from the start, with which it ends then.
    private let isLinkedToParent: Bool
    /// How far the start has come; guarded by the lock.
    var start = StartProgress.running

    init(system: ProcessSystem, options: ServerOptions, parent: ProcessCore?, isLinked: Bool) {
        hibernateAfter = options.hibernateAfter
        isLinkedToParent = isLinked
        if !options.debug.isEmpty { debugging = Debugging(options.debug, in: system) }
        super.init(system: system, options: options.process, parent: parent)
    }

    deinit {
        dropState()
        slot.deallocate()
    }

    override var kind: String { "\(Server.self)" }
    override var isBusyLocked: Bool { isDraining }
    override var hasWorkLocked: Bool { isDraining && !isWaiting }

    override func setWaiting(_ waits: Bool) {
        lock.withLock { isWaiting = waits }
        system.quiescence.note()
    }

    override func drain() {
        if plan == nil { drainInJob() } else { goOnInTask() }
    }

    override class nonisolated(nonsending) func runInTask(of carrier: Carrier) async {
        guard let process = carrier.process(as: self) else {
            return carrier.conclude(isFree: true)
        }
        switch process.plan.take() {
        case .begin: await process.initialize(in: carrier)
        case .drain(let work): await process.drain(from: .needsTask(work), in: carrier)
        case .finish(let reason): await process.finish(reason, in: carrier)
        case nil: carrier.conclude(isFree: true)
        }
    }

    override func closeLocked(_ reason: ExitReason) -> (@Sendable () -> Void)? {
        closeServerLocked(reason)
    }

    func beginCallback() {
        runsCallback.store(true, ordering: .relaxed)
    }

    func endCallback() {
        runsCallback.store(false, ordering: .relaxed)
    }

    var isInCallback: Bool {
        runsCallback.load(ordering: .relaxed)
    }

    @inlinable var context: Context<Server> { Context(core: self) }

    // MARK: - Mail in

    /// Puts an item into the mailbox; false when the process is not there or the mailbox is full.
    func put(_ mail: ServerMail) -> Delivery {
        lock.lock()
        guard phase.isRunning else {
            lock.unlock()
            return .noProcess
        }
        var pushedOut: ServerMail?
        if mail.isMessage {
            if let limit = mailboxLimit, messageCount >= limit.count {
                guard limit.policy == .dropOldest else {
                    lock.unlock()
                    return .full(limit.count)
                }
                pushedOut = removeOldestMessageLocked()
                system.countDeadLetter()
            }
            messageCount += 1
        }
        let wakeup = appendLocked(mail)
        lock.unlock()
        system.quiescence.note()
        wakeup.perform()
        if let limit = mailboxLimit { pushedOut?.abandon(.overloaded(limit: limit.count)) }
        return .delivered
    }

    private func appendLocked(_ mail: ServerMail) -> Wakeup {
        closeCastsLocked()
        mailbox.append(mail)
        guard !isDraining, !isSuspended || mayHandleWhileSuspended(mail) else { return .nothing }
        isDraining = true
        return .schedule(self)
    }

    override func appendLocked(_ signal: Signal) -> Wakeup {
        appendLocked(.signal(signal))
    }

    @usableFromInline override func deliver(_ message: any Sendable) {
        if put(Self.mail(for: message)) != .delivered { system.countDeadLetter(message, to: self) }
    }

    /// A cast of this server that was sent as a plain message.
    private static func mail(for message: any Sendable) -> ServerMail {
        func isOurs<Message: ServerCast>(_ message: Message) -> Bool {
            Message.Server.self == Server.self
        }
        func openAsync<Message: AsyncServerCast>(_ message: Message) -> ServerMail {
            Message.Server.self == Server.self ? .work(AsyncCastWork(message: message)) : .info(message)
        }
        if let cast = message as? any ServerCast { return isOurs(cast) ? .cast(cast) : .info(message) }
        if let cast = message as? any AsyncServerCast { return openAsync(cast) }
        return .info(message)
    }

    override var systemTarget: (any SystemTarget)? { self }

    override func stopHere(_ reason: ExitReason) -> Bool {
        guard scheduler.allowsNesting, claimToken(handling: 0) else { return false }
        setStop(reason)
        plan = .finish(reason)
        goOnInTask()
        return true
    }

    override func accept(_ request: SystemRequest) -> Bool {
        if put(.system(request)) != .delivered { request.abandon(.noProcess) }
        return true
    }

    // MARK: - Mail out

    func mayHandleWhileSuspended(_ mail: ServerMail) -> Bool {
        switch mail {
        case .system: true
        case .signal(let signal): isEndOfParent(signal)
        case .cast, .casts, .work, .info, .timeout, .hibernate: false
        }
    }

    /// Whether a signal is what ends a server in any case; who was started without a link has nobody to follow.
    ///
    /// The lock is held.
    func isEndOfParent(_ signal: Signal) -> Bool {
        guard isLinkedToParent, case .exit(let process?, _) = signal else { return false }
        return process == parent
    }

    /// The next item that may be handled; the lock is held.
    func takeLocked() -> ServerMail? {
        guard isSuspended else {
            let mail = mailbox.popFirst()
            if mail?.isMessage == true { messageCount -= 1 }
            return mail
        }
        for position in 0..<mailbox.count {
            guard let mail = mailbox[position], mayHandleWhileSuspended(mail) else { continue }
            mailbox.remove(at: position)
            return mail
        }
        return nil
    }

    private func removeOldestMessageLocked() -> ServerMail? {
        for position in 0..<mailbox.count {
            guard let mail = mailbox[position], mail.isMessage else { continue }
            messageCount -= 1
            return mailbox.remove(at: position)
        }
        return nil
    }

    override func removeSignalLocked(where matches: (Signal) -> Bool) {
        for position in (0..<mailbox.count).reversed() {
            if case .signal(let signal)? = mailbox[position], matches(signal) { mailbox.remove(at: position) }
        }
    }

    override func removeMessageLocked(where matches: (any Sendable) -> Bool) -> [any Sendable] {
        var removed: [any Sendable] = []
        for position in (0..<mailbox.count).reversed() {
            guard case .info(let message)? = mailbox[position], matches(message) else { continue }
            removed.append(message)
            mailbox.remove(at: position)
            messageCount -= 1
        }
        return removed
    }

    override func offer(_ message: any Sendable) {
        _ = put(.info(message))
    }

    override var queueLengthLocked: Int { (takenCasts?.waitingCount ?? 0) + lengthOfMailboxLocked }

    override func interruptLocked() -> Wakeup {
        takenCasts?.interrupt()
        closeCastsLocked()
        return .nothing
    }

    override func describeLocked(_ snapshot: inout ProcessSnapshot, messages limit: Int) -> () -> [String] {
        snapshot.messageQueueLength = queueLengthLocked
        snapshot.messagesHandled = handled - (takenCasts?.waitingCount ?? 0)
        if isSuspended, snapshot.status != .exiting { snapshot.status = .suspended }
        return { [mails = firstMailsLocked(limit)] in mails.map(Self.describe) }
    }

    /// Copies of the first that wait; those in chunks cannot be read without the lock.
    private func firstMailsLocked(_ limit: Int) -> [ServerMail] {
        var mails = takenCasts?.waiting(upTo: limit).map(ServerMail.cast) ?? []
        var position = 0
        while mails.count < limit, let mail = mailbox[position] {
            if case .casts(let chunk) = mail {
                mails += chunk.waiting(upTo: limit - mails.count).map(ServerMail.cast)
            } else {
                mails.append(mail)
            }
            position += 1
        }
        return mails
    }

    private static func describe(_ mail: ServerMail) -> String {
        switch mail {
        case .cast(let message): Server.describe(message)
        // Described one by one already.
        case .casts: ""
        case .work(let work): Server.describe(work.content)
        case .info(let message): Server.describe(message)
        case .signal(let signal): "\(signal)"
        case .system: "a request of sys"
        case .timeout, .hibernate: "the end of a wait"
        }
    }
}

/// What a server does in a task.
enum TaskPlan {
    /// Makes the first state.
    case begin
    /// Handles messages, beginning with one that needs a task.
    case drain(any ServerWork)
    case finish(ExitReason)
}

/// What became of an item for a mailbox.
enum Delivery: Equatable {
    case delivered
    case noProcess
    case full(Int)
}
