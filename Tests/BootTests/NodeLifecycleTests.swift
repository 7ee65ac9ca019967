import Posix
import Testing

@testable import Boot

@Suite("The lifecycle of a node")
struct NodeLifecycleTests {
    private static let second: UInt64 = 1_000_000_000
    private let limits = NodeLifecycle.Limits(boot: 60 * second, stop: 15 * second, kill: 60 * second)

    private func booting(launcher: Int32? = nil) -> NodeLifecycle {
        NodeLifecycle(limits: limits, launcher: launcher, at: 0)
    }

    private func running(launcher: Int32? = nil) -> NodeLifecycle {
        var lifecycle = booting(launcher: launcher)
        _ = lifecycle.handle(.booted, at: Self.second / 4)
        return lifecycle
    }

    @Test("tells that it is ready, and how long that took")
    func ready() {
        var lifecycle = booting()
        let actions = lifecycle.handle(.booted, at: Self.second / 4)
        #expect(actions == [.tell(.notice, "ready in 250 ms"), .announceReady])
        #expect(lifecycle.nextDeadline == nil)
    }

    @Test("stops what has started, and ends with 0, when TERM comes during the boot")
    func termWhileBooting() {
        var lifecycle = booting()
        let message = "stopped while it was booting (signal TERM)"
        #expect(
            lifecycle.handle(.signal(SignalArrival(.terminate)), at: 1) == [
                .tell(.notice, "stopping (signal TERM)"), .announceFailure(code: 75, message: message),
                .stopApplications,
            ]
        )
        #expect(lifecycle.handle(.booted, at: 2) == [])
        #expect(lifecycle.handle(.stopped, at: 3) == [.tell(.notice, "stopped"), .exit(0)])
    }

    @Test("ends by the second signal at once", arguments: [Signal.terminate, .interrupt])
    func secondSignal(signal: Signal) {
        var lifecycle = running()
        #expect(lifecycle.handle(.signal(SignalArrival(.terminate)), at: 1).last == .stopApplications)
        #expect(lifecycle.handle(.signal(SignalArrival(signal)), at: 2).last == .end(bySignal: signal.rawValue))
        #expect(lifecycle.handle(.stopped, at: 3) == [])
    }

    @Test("takes a key of the terminal and its forwarding by the launcher for one signal")
    func forwardedKey() {
        let key = SignalArrival(.interrupt, isFromKernel: true)
        let forwarded = SignalArrival(.interrupt, sender: 7)
        var lifecycle = running(launcher: 7)
        #expect(lifecycle.handle(.signal(key), at: 1).last == .stopApplications)
        #expect(lifecycle.handle(.signal(forwarded), at: 2) == [])
        #expect(lifecycle.handle(.signal(key), at: 3).last == .end(bySignal: Signal.interrupt.rawValue))
    }

    @Test("does not take the TERM of the service manager for a second request after stop was asked for")
    func termAfterStop() {
        var lifecycle = running()
        #expect(lifecycle.handle(.stopRequested(isForced: false, by: "me"), at: 1).last == .stopApplications)
        #expect(lifecycle.handle(.signal(SignalArrival(.terminate)), at: 2) == [])
        #expect(lifecycle.handle(.stopped, at: 3).last == .exit(0))
    }

    @Test("fails when booting takes too long, and stops what has started")
    func bootTimeout() {
        var lifecycle = booting()
        #expect(lifecycle.nextDeadline == limits.boot)
        #expect(lifecycle.advance(to: limits.boot - 1) == [])
        let message = "not started within 60 s; RELEASE_BOOT_TIMEOUT sets this limit"
        #expect(
            lifecycle.advance(to: limits.boot) == [
                .tell(.error, "cannot start: \(message)"), .announceFailure(code: 124, message: message),
                .stopApplications,
            ]
        )
        #expect(lifecycle.handle(.stopped, at: limits.boot + 1).last == .exit(124))
    }

    @Test("kills itself when stopping takes longer than both limits")
    func stopTimeout() {
        var lifecycle = running()
        _ = lifecycle.handle(.signal(SignalArrival(.hangUp)), at: 0)
        #expect(lifecycle.nextDeadline == 75 * Self.second)
        #expect(lifecycle.advance(to: 75 * Self.second).last == .end(bySignal: Signal.kill.rawValue))
    }

    @Test("ends with a failure when an application ended that it does not outlive")
    func applicationEnded() {
        var lifecycle = running()
        #expect(lifecycle.handle(.applicationEnded(message: "todo ended"), at: 1).last == .stopApplications)
        #expect(lifecycle.handle(.stopped, at: 2).last == .exit(1))
    }

    @Test("restarts in place once everything has stopped")
    func restart() {
        var lifecycle = running()
        #expect(lifecycle.handle(.restartRequested(by: "me"), at: 1).last == .stopApplications)
        #expect(lifecycle.handle(.stopped, at: 2) == [.tell(.notice, "stopped; starting again"), .replaceProcess])
    }

    @Test("stops for good when that is asked for during a restart")
    func stopDuringRestart() {
        var lifecycle = running()
        _ = lifecycle.handle(.restartRequested(by: "me"), at: 1)
        #expect(
            lifecycle.handle(.signal(SignalArrival(.terminate)), at: 2) == [.tell(.notice, "stopping (signal TERM)")]
        )
        #expect(lifecycle.handle(.stopped, at: 3).last == .exit(0))
    }

    @Test("ends at once when that is forced")
    func forced() {
        var lifecycle = booting()
        let actions = lifecycle.handle(.stopRequested(isForced: true, by: "me"), at: 1)
        #expect(actions == [.tell(.warning, "ended at once, as me asked"), .end(bySignal: Signal.terminate.rawValue)])
    }

    @Test("writes a backtrace and opens logs again without changing anything else")
    func sideSignals() {
        var lifecycle = running(launcher: 7)
        #expect(lifecycle.handle(.signal(SignalArrival(.quit)), at: 1) == [.writeBacktrace])
        #expect(lifecycle.handle(.signal(SignalArrival(.user1)), at: 1) == [.reopenLogs])
        #expect(lifecycle.handle(.signal(SignalArrival(.user1, sender: 7)), at: 1) == [])
        #expect(lifecycle.phase == .running)
    }
}
