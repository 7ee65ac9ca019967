/// A process, alive or not.
///
/// It stays valid when the process has ended; what is asked of it then is answered as for a process that is not there.
public struct ProcessID: Sendable {
    @usableFromInline package let core: ProcessCore

    package init(_ core: ProcessCore) {
        self.core = core
    }

    /// The number of the process, never used twice while the program runs.
    @inlinable public var number: UInt64 {
        core.number
    }

    /// Whether it has neither ended nor begun to end.
    @inlinable public var isAlive: Bool {
        core.isAlive
    }

    /// Sends any message.
    ///
    /// A server handles a cast of its own as such and takes anything else in `handleInfo`, a bare process takes what is
    /// of its message type.
    /// Returns at once. A message to a process that is not there is dropped and counted as a dead letter.
    public func send(_ message: any Sendable) {
        guard core.system.allowsEffects else { return }
        core.deliver(message)
    }

    /// Sends an exit signal; true always, also for a process that is not there.
    ///
    /// A process that traps exits gets it as a message, any other ends with that reason; `normal` ends only the
    /// process that sends it to itself. Unlike a kill it can be waited for and cleaned up after.
    @discardableResult
    public func exit(_ reason: ExitReason) -> Bool {
        guard core.system.allowsEffects else { return true }
        ExitWave.send(.request(reason), to: core, from: Ambient.process)
        return true
    }

    /// Ends the process whether it traps exits or not; others see the reason `killed`.
    ///
    /// It is dead for everybody at once. Code of it that is running cannot be interrupted: it goes on, without effect
    /// on other processes, to its next suspension point.
    @discardableResult
    public func kill() -> Bool {
        guard core.system.allowsEffects else { return true }
        ExitWave.send(.kill, to: core, from: Ambient.process)
        return true
    }

    /// Waits for the end of the process, from any code, and gives its reason.
    ///
    /// With a limit, `nil` says that the process was still there when the time was over; zero, or less, looks once.
    public nonisolated(nonsending) func exitReason(within limit: Duration? = nil) async -> ExitReason? {
        if let limit, limit <= .zero { return endReason }
        let end = ProcessEnd()
        let watch = core.watch(.end(end))
        if let reason = watch.reason { return reason }
        let timer = limit.map { limit in core.system.timers.schedule(after: limit) { end.come(.givenUp) } }
        defer { timer?.cancel() }
        while true {
            await withTaskCancellationHandler {
                await end.rest()
            } onCancel: {
                end.come(.givenUp)
            }
            switch end.outcome {
            case .ended(let reason): return reason
            case .givenUp:
                core.unwatch(watch.number)
                return nil
            case nil: continue
            }
        }
    }
}

extension ProcessID: Hashable {
    /// Whether both are the same.
    public static func == (left: ProcessID, right: ProcessID) -> Bool {
        left.core === right.core
    }

    /// Hashes what makes it the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(core.number)
    }
}

extension ProcessID: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        "#PID<\(number)>"
    }
}
