/// What a process may do with itself.
///
/// A bare process finds it as `inbox.process`, a server as `context.process`; code below either finds it as
/// `ProcessContext.current`.
public struct ProcessContext: Sendable {
    let core: ProcessCore

    /// The process that runs this code; `nil` outside of any.
    public static var current: ProcessContext? {
        Ambient.process.map { ProcessContext(core: $0) }
    }

    /// The identity of this process.
    public var id: ProcessID {
        core.id
    }

    /// The world this process lives in.
    public var system: ProcessSystem {
        core.system
    }

    /// Who started this process, if that was a process.
    public var parent: ProcessID? {
        core.lock.withLock { core.parent }
    }

    /// Whether exit signals come as messages, and do not end this process.
    public var trapsExits: Bool {
        get { core.lock.withLock { core.trapsExits } }
        nonmutating set { core.lock.withLock { core.trapsExits = newValue } }
    }

    /// Switches trapping on or off, and gives what it was.
    @discardableResult
    public func setTrapsExits(_ traps: Bool) -> Bool {
        core.lock.withLock {
            defer { core.trapsExits = traps }
            return core.trapsExits
        }
    }

    /// Links this process and another, so that the abnormal end of one ends the other.
    ///
    /// A process that is not there throws, or, when this process traps exits, arrives as an exit with `noProcess`.
    public func link(_ other: ProcessID) throws(ProcessError) {
        guard !core.link(to: other.core) else { return }
        guard trapsExits else { throw .noProcess(other) }
        core.append(.exit(other, .noProcess))
    }

    /// Takes a link back; without one nothing happens.
    public func unlink(_ other: ProcessID) {
        core.unlink(from: other.core)
    }

    /// Watches a process: its end, or its absence, arrives once as `Signal.down`.
    public func monitor(_ other: ProcessID) -> Monitor {
        core.monitor(other.core, as: .process(other))
    }

    /// Watches whoever holds a name now; nobody arrives at once as `Signal.down` with `noProcess`.
    public func monitor(_ name: ProcessName) -> Monitor {
        core.monitor(name.process(in: core.system)?.core, as: .name(name))
    }

    /// Stops watching, and says whether the monitor was still active.
    ///
    /// With `flush` a `Signal.down` of it that waits in the mailbox is removed too.
    @discardableResult
    public func demonitor(_ monitor: Monitor, flush: Bool = false) -> Bool {
        core.demonitor(monitor, flush: flush)
    }

    /// Stops a timer without waiting; the time it had left comes as `Signal.timerCancelled`, unless not wanted.
    public func cancel(_ timer: ProcessTimer, thenTellMe tells: Bool = true) {
        let remaining = timer.cancel()
        if tells { core.append(.timerCancelled(timer, remaining)) }
    }

    /// Waits on the clock of the process system, for ever without a duration; throws when this process is to end.
    public nonisolated(nonsending) func sleep(for duration: Duration? = nil) async throws {
        if let duration, duration <= .zero {
            await Task.yield()
            if let reason = core.lock.withLock({ core.phase.reason }) { throw reason }
            return
        }
        let ending = await Waiter().wait(within: duration, on: core.system.timers, as: id)
        if case .timedOut = ending { return }
        throw core.lock.withLock { core.phase.reason } ?? CancellationError()
    }
}
