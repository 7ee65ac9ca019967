/// A callback's view of its own server, and the place to say what comes next.
///
/// What is said holds for the callback that runs; it takes effect when the callback has returned.
public struct Context<Server: GenServer> {
    @usableFromInline let core: GenServerProcess<Server>

    @inlinable init(core: GenServerProcess<Server>) {
        self.core = core
    }

    /// What this process may do with itself: link, monitor, dictionary, trap exits.
    public var process: ProcessContext {
        ProcessContext(core: core)
    }

    /// The identity of this server's process.
    public var id: ProcessID {
        core.id
    }

    /// The address of this server.
    public var server: ServerRef<Server> {
        ServerRef(core: core)
    }

    /// The world this server lives in.
    public var system: ProcessSystem {
        core.system
    }

    /// Calls `handleTimeout` when no message comes for so long; any message that comes first takes it back.
    public func timeout(after duration: Duration) {
        core.next.timeout = duration
        core.isInstructed = true
    }

    /// Lets `handleHibernate` run, and gives up spare memory, before the next message.
    public func hibernate() {
        core.next.hibernates = true
        core.isInstructed = true
    }

    /// Handles `message` next, before any that waits; several are handled in the order in which they were asked for.
    public func `continue`<Message: ServerCast>(with message: Message) where Message.Server == Server {
        core.next.continuations.append(CastWork(message: message))
        core.isInstructed = true
    }

    /// Handles `message` next, before any that waits; several are handled in the order in which they were asked for.
    public func `continue`<Message: AsyncServerCast>(with message: Message) where Message.Server == Server {
        core.next.continuations.append(AsyncCastWork(message: message))
        core.isInstructed = true
    }

    /// Ends the server when this callback has returned: `terminate` runs, then the answer goes out, then it is gone.
    public func stop(_ reason: ExitReason = .normal) {
        core.setStop(reason)
    }
}

@available(*, unavailable)
extension Context: Sendable {}
