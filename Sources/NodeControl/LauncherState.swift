import ControlProtocol
package import Posix

/// Decides what a launcher does: something happens, actions come out; time comes in as deadlines that pass.
package struct LauncherState: Hashable, Sendable {
    package enum Event: Hashable, Sendable {
        /// The program says that it has started all its applications.
        case ready
        /// The program says why it cannot.
        case bootFailed(code: Int32, reason: String)
        case exited(WaitStatus)
        /// The program, or the script that was to start it again, could not be started at all.
        case notStarted(reason: String)
        /// Somebody sent us a signal; one typed at a terminal goes to the program without our help.
        case signal(Signal, fromTerminal: Bool)
        case deadline
        /// The program has given no sign of life for so many seconds, which we notice so many seconds later.
        case silent(seconds: Double, late: Double)
        /// The program has given a sign of life.
        case alive
    }

    package enum Action: Hashable, Sendable {
        case send(Signal)
        /// Writes the phase into the pid file.
        case record(PidRecord.Phase)
        /// Tells whoever started us; only the first report is heard.
        case report(BootReport)
        case setDeadline(seconds: Double?)
        /// Expects the next sign of life within the usual time from now.
        case awaitSign
        case reopenLog
        case note(String)
        /// Executes the control script again.
        case restart
        /// Gives up the lock and ends with that status.
        case finish(Int32)
    }

    private enum Phase: Hashable {
        case booting
        case running
        /// It gives no sign of life: asked for its backtrace, it is about to be killed.
        case silent(wasReady: Bool)
        /// Killed for its silence.
        case killed
        case stopping(thenRestarting: Bool)
        /// Waiting for a moment before the next start, so that a program that dies at once does not keep the host busy.
        case pausing
    }

    /// A program that died sooner than that after it was ready is started again after a pause only, in seconds.
    package static let settling = 10.0
    /// How long that pause is.
    package static let shortPause = 1.0
    /// How long it is after a boot that failed.
    package static let longPause = 5.0

    /// The part of the time from one sign of life to the next by which we may be late ourselves: a program gives one
    /// in each such part.
    private static let tolerance = 0.25

    private var phase = Phase.booting
    private var failure: BootReport?
    private var hasTimedOut = false
    private let deadlines: NodeDeadlines
    private let hasLog: Bool
    /// Whether a program that dies or hangs is started again.
    private let hasHeart: Bool
    /// Whether it is started again also when it fails to boot: it has run before.
    private let isRestart: Bool
    /// Whether the program has run for a while.
    private var isSettled = false
    /// Whether somebody wants the node gone.
    private var isStopped = false

    /// A program that was started just now.
    package init(deadlines: NodeDeadlines, hasLog: Bool, hasHeart: Bool = false, isRestart: Bool = false) {
        self.hasHeart = hasHeart
        self.isRestart = isRestart
        self.deadlines = deadlines
        self.hasLog = hasLog
    }

    /// What to do at the very start.
    package var firstActions: [Action] { [.record(.booting), .setDeadline(seconds: deadlines.boot)] }

    package mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .ready: ready()
        case .bootFailed(let code, let reason): bootFailed(code, reason)
        case .exited(let status): exited(status)
        case .notStarted(let reason): notStarted(reason)
        case .signal(let signal, let fromTerminal): received(signal, fromTerminal: fromTerminal)
        case .deadline: deadlinePassed()
        case .silent(let seconds, let late): silent(seconds, late: late)
        case .alive: alive()
        }
    }

    /// Asks a program that hangs for its backtrace, then kills it.
    ///
    /// Where we were held up ourselves, as on a host that was frozen, the program may have been, too.
    private mutating func silent(_ seconds: Double, late: Double) -> [Action] {
        guard hasHeart, phase == .running || (phase == .booting && isRestart) else { return [] }
        guard late < seconds * Self.tolerance else {
            let time = (late * 10).rounded() / 10
            let text = "this launcher itself stood still for \(time.plain) s or more"
            return [.note("\(text), so the program has another \(seconds.plain) s to show life"), .awaitSign]
        }
        phase = .silent(wasReady: phase == .running)
        return [
            .note("the program has given no sign of life for \(seconds.plain) s, so it is killed"),
            .send(.quit), .setDeadline(seconds: Self.shortPause),
        ]
    }

    private mutating func alive() -> [Action] {
        guard case .silent(let wasReady) = phase else { return [] }
        phase = wasReady ? .running : .booting
        let deadline = wasReady ? (isSettled ? nil : Self.settling) : deadlines.boot
        return [.note("the program gives signs of life again, so it lives on"), .setDeadline(seconds: deadline)]
    }

    /// Whether a program that has ended is started again.
    private enum Revival {
        case no, atOnce
        case after(seconds: Double)
    }

    private func revival(after status: WaitStatus) -> Revival {
        guard hasHeart, !isStopped, status != .exited(0) else { return .no }
        switch phase {
        case .running, .silent, .killed: return isSettled ? .atOnce : .after(seconds: Self.shortPause)
        case .booting: return isRestart ? .after(seconds: Self.longPause) : .no
        case .stopping(thenRestarting: false) where failure != nil:
            return isRestart ? .after(seconds: Self.longPause) : .no
        case .stopping, .pausing: return .no
        }
    }

    private mutating func revive(_ status: WaitStatus, after pause: Double? = nil) -> [Action] {
        let beginning: [Action] = [.note("the program \(status.text); heart starts it again"), .record(.booting)]
        guard let pause else { return beginning + [.setDeadline(seconds: nil), .restart] }
        phase = .pausing
        return beginning + [.setDeadline(seconds: pause)]
    }

    private mutating func ready() -> [Action] {
        guard phase == .booting || phase == .silent(wasReady: false) else { return [] }
        phase = .running
        return [.record(.running), .setDeadline(seconds: hasHeart ? Self.settling : nil), .report(.ready)]
    }

    private mutating func bootFailed(_ code: Int32, _ reason: String) -> [Action] {
        guard phase == .booting || phase == .silent(wasReady: false) else { return [] }
        // It ends by itself; what it said is reported once it is gone, so that the log is complete.
        failure = .failed(code: code, reason: reason)
        phase = .stopping(thenRestarting: false)
        return [.record(.stopping), .setDeadline(seconds: deadlines.wholeStop)]
    }

    private mutating func exited(_ status: WaitStatus) -> [Action] {
        switch revival(after: status) {
        case .no: break
        case .atOnce: return revive(status)
        case .after(let pause): return revive(status, after: pause)
        }
        var actions: [Action] = []
        switch phase {
        case .pausing: break
        case .stopping(thenRestarting: true): return [.setDeadline(seconds: nil), .restart]
        case .booting: actions = [.note("the program \(status.text) before it was ready")]
        case .running, .silent, .killed: actions = [.note("the program \(status.text)")]
        case .stopping: actions = status == .exited(0) ? [] : [.note("the program \(status.text)")]
        }
        let code = hasTimedOut ? ExitCode.deadline.rawValue : status.shellCode
        let report = failure ?? .failed(code: code, reason: "the program \(status.text) before it was ready")
        // Whoever is told may start the node again at once, so its lock must be free by then.
        return actions + [.finish(code), .report(report)]
    }

    /// No actions: nobody tries again, so that it is an error.
    private mutating func notStarted(_ reason: String) -> [Action] {
        guard hasHeart, !isStopped, isRestart || phase != .booting else { return [] }
        phase = .pausing
        return [
            .note("\(reason); heart tries again in \(Self.longPause.plain) s"), .record(.booting),
            .setDeadline(seconds: Self.longPause),
        ]
    }

    private mutating func received(_ signal: Signal, fromTerminal: Bool) -> [Action] {
        switch signal {
        case .terminate, .interrupt: stop(with: signal, fromTerminal: fromTerminal)
        case .hangUp: hangUp(fromTerminal: fromTerminal)
        case .user1 where hasLog: [.reopenLog]
        default: fromTerminal ? [] : [.send(signal)]
        }
    }

    private mutating func stop(with signal: Signal, fromTerminal: Bool) -> [Action] {
        isStopped = true
        if phase == .pausing { return [.finish(ExitCode.done.rawValue)] }
        let forward: [Action] = fromTerminal ? [] : [.send(signal)]
        // A second signal means "at once", which the program knows better than we do.
        if phase == .stopping(thenRestarting: false) { return forward }
        if phase == .booting {
            failure = failure ?? .failed(code: ExitCode.failed.rawValue, reason: "it was stopped while it booted")
        }
        phase = .stopping(thenRestarting: false)
        return [.record(.stopping), .setDeadline(seconds: deadlines.wholeStop)] + forward
    }

    private mutating func hangUp(fromTerminal: Bool) -> [Action] {
        if fromTerminal { return stop(with: .terminate, fromTerminal: false) }
        switch phase {
        case .booting, .running, .silent: phase = .stopping(thenRestarting: true)
        case .stopping, .pausing, .killed: return []
        }
        return [
            .note("restarting"), .record(.stopping), .setDeadline(seconds: deadlines.wholeStop), .send(.terminate),
        ]
    }

    private mutating func deadlinePassed() -> [Action] {
        switch phase {
        case .pausing: return [.setDeadline(seconds: nil), .restart]
        case .silent:
            phase = .killed
            return [.setDeadline(seconds: nil), .send(.kill)]
        case .killed: return []
        case .running:
            isSettled = true
            return [.setDeadline(seconds: nil)]
        case .booting:
            let reason = "it was not ready within \(deadlines.boot.plain) s"
            phase = .stopping(thenRestarting: false)
            hasTimedOut = true
            failure = .failed(code: ExitCode.deadline.rawValue, reason: reason)
            return [
                .note("\(reason), so it is stopped"), .record(.stopping),
                .setDeadline(seconds: deadlines.wholeStop), .send(.terminate),
            ]
        case .stopping:
            return [
                .note("the program has not ended within \(deadlines.wholeStop.plain) s, so it is killed"),
                .setDeadline(seconds: nil), .send(.kill),
            ]
        }
    }
}

extension WaitStatus {
    /// What happened to the program, as the end of a sentence about it.
    package var text: String {
        switch self {
        case .exited(let code): "exited with status \(code)"
        case .signaled(let signal): "was ended by \(signal)"
        }
    }
}
