import ControlProtocol
import Posix

/// Decides what a node does with events: a value, given the time, that touches nothing.
struct NodeLifecycle {
    /// How long things may take, in nanoseconds.
    struct Limits: Equatable, Sendable {
        var boot: UInt64
        /// Until the controller of the applications cancels what has not stopped.
        var stop: UInt64
        /// From then on until the node kills itself.
        var kill: UInt64
    }

    /// Why a node stops.
    enum Reason: Equatable {
        case asked(by: String)
        case bootFailed(code: Int32, message: String)
        case applicationEnded(message: String)
        case exit(status: Int32)
        case restart(by: String)
    }

    enum Phase: Equatable {
        case booting(until: UInt64)
        case running
        case stopping(Reason, until: UInt64)
        case ended
    }

    private(set) var phase: Phase
    private let limits: Limits
    private let startedAt: UInt64
    private let launcher: Int32?
    private var stopSignals: [SignalArrival] = []

    /// A node that begins to boot now; `launcher` is the process that forwards signals to it, if there is one.
    init(limits: Limits, launcher: Int32?, at now: UInt64) {
        self.limits = limits
        self.launcher = launcher
        startedAt = now
        phase = .booting(until: now &+ limits.boot)
    }

    /// When `advance` has something to do.
    var nextDeadline: UInt64? {
        switch phase {
        case .booting(let deadline), .stopping(_, let deadline): deadline
        case .running, .ended: nil
        }
    }

    mutating func handle(_ event: LifecycleEvent, at now: UInt64) -> [LifecycleAction] {
        guard phase != .ended else { return [] }
        switch event {
        case .booted: return finishBoot(at: now)
        case .bootFailed(let code, let message): return stop(.bootFailed(code: code, message: message), at: now)
        case .signal(let arrival): return take(arrival, at: now)
        case .stopRequested(false, let requester): return stop(.asked(by: requester), at: now)
        case .stopRequested(true, let requester):
            phase = .ended
            return [.tell(.warning, "ended at once, as \(requester) asked"), .end(bySignal: Signal.terminate.rawValue)]
        case .restartRequested(let requester): return stop(.restart(by: requester), at: now)
        case .applicationEnded(let message): return stop(.applicationEnded(message: message), at: now)
        case .exitRequested(let status): return stop(.exit(status: status), at: now)
        case .stopped: return finishStop(at: now)
        }
    }

    mutating func advance(to now: UInt64) -> [LifecycleAction] {
        switch phase {
        case .booting(let deadline) where now >= deadline:
            let message = "not started within \(Self.seconds(limits.boot)) s; RELEASE_BOOT_TIMEOUT sets this limit"
            return stop(.bootFailed(code: ExitCode.deadline.rawValue, message: message), at: now)
        case .stopping(_, let deadline) where now >= deadline:
            phase = .ended
            let waited = Self.seconds(limits.stop &+ limits.kill)
            return [
                .tell(.error, "not stopped after \(waited) s, although cancelled; killed"),
                .end(bySignal: Signal.kill.rawValue),
            ]
        default:
            return []
        }
    }

    private mutating func finishBoot(at now: UInt64) -> [LifecycleAction] {
        guard case .booting = phase else { return [] }
        phase = .running
        return [.tell(.notice, "ready in \((now - startedAt) / 1_000_000) ms"), .announceReady]
    }

    private mutating func finishStop(at now: UInt64) -> [LifecycleAction] {
        guard case .stopping(let reason, _) = phase else { return [] }
        phase = .ended
        let end: LifecycleAction =
            switch reason {
            case .asked: .exit(ExitCode.done.rawValue)
            case .bootFailed(let code, _): .exit(code)
            case .applicationEnded: .exit(ExitCode.failed.rawValue)
            case .exit(let status): .exit(status)
            case .restart: .replaceProcess
            }
        return [.tell(.notice, end == .replaceProcess ? "stopped; starting again" : "stopped"), end]
    }

    private mutating func take(_ arrival: SignalArrival, at now: UInt64) -> [LifecycleAction] {
        switch arrival.signal {
        case .terminate, .interrupt: return takeStopSignal(arrival, at: now)
        case .hangUp: return stop(.asked(by: "signal HUP"), at: now)
        case .quit: return [.writeBacktrace]
        case .user1: return arrival.sender == launcher ? [] : [.reopenLogs]
        default: return []
        }
    }

    private mutating func takeStopSignal(_ arrival: SignalArrival, at now: UInt64) -> [LifecycleAction] {
        stopSignals.append(arrival)
        guard StopRequests(stopSignals, launcher: launcher).count > 1 else {
            // The second half of one key press changes nothing.
            return stop(.asked(by: "signal \(arrival.signal.shortName)"), at: now)
        }
        phase = .ended
        return [.tell(.warning, "ended at once by a second signal"), .end(bySignal: arrival.signal.rawValue)]
    }

    private mutating func stop(_ reason: Reason, at now: UInt64) -> [LifecycleAction] {
        switch phase {
        case .ended: return []
        case .stopping(.restart, let deadline):
            // Whoever wants the node gone outranks who wants it back.
            if case .restart = reason { return [] }
            phase = .stopping(reason, until: deadline)
            return [Self.telling(reason)]
        case .stopping: return []
        case .running, .booting:
            let wasBooting = phase != .running
            phase = .stopping(reason, until: now &+ limits.stop &+ limits.kill)
            let failure = wasBooting ? [Self.failureAnnouncement(reason)] : []
            return [Self.telling(reason)] + failure + [.stopApplications]
        }
    }

    private static func telling(_ reason: Reason) -> LifecycleAction {
        switch reason {
        case .asked(let requester): .tell(.notice, "stopping (\(requester))")
        case .bootFailed(_, let message): .tell(.error, "cannot start: \(message)")
        case .applicationEnded(let message): .tell(.error, "stopping: \(message)")
        case .exit(let status): .tell(.notice, "stopping with status \(status), as the program asked")
        case .restart(let requester): .tell(.notice, "restarting (\(requester))")
        }
    }

    private static func failureAnnouncement(_ reason: Reason) -> LifecycleAction {
        switch reason {
        case .bootFailed(let code, let message): .announceFailure(code: code, message: message)
        case .applicationEnded(let message): .announceFailure(code: ExitCode.failed.rawValue, message: message)
        case .exit(let status): .announceFailure(code: status, message: "the program asked to end while it was booting")
        case .asked(let requester), .restart(let requester):
            .announceFailure(code: ExitCode.notNow.rawValue, message: "stopped while it was booting (\(requester))")
        }
    }

    private static func seconds(_ nanoseconds: UInt64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
    }
}

extension Signal {
    /// The name without its `SIG`.
    fileprivate var shortName: String {
        description.hasPrefix("SIG") ? String(description.dropFirst(3)) : description
    }
}
