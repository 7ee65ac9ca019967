import NodeControl
import Posix
import Testing

@Suite("A launcher")
struct LauncherStateTests {
    private func makeState(hasLog: Bool = true) -> LauncherState {
        LauncherState(deadlines: NodeDeadlines(), hasLog: hasLog)
    }

    private func makeRunning() -> LauncherState {
        var state = makeState()
        _ = state.handle(.ready)
        return state
    }

    private func term(fromTerminal: Bool = false) -> LauncherState.Event {
        .signal(.terminate, fromTerminal: fromTerminal)
    }

    @Test("gives a program its time to boot")
    func firstActions() {
        #expect(makeState().firstActions == [.record(.booting), .setDeadline(seconds: 60)])
    }

    @Test("tells who waits that the program is ready, once")
    func ready() {
        var state = makeState()
        #expect(state.handle(.ready) == [.record(.running), .setDeadline(seconds: nil), .report(.ready)])
        #expect(state.handle(.ready) == [])
    }

    @Test("ends as the program ended, and reports it when that was too early")
    func earlyExit() {
        var state = makeState()
        let actions = state.handle(.exited(.exited(3)))
        #expect(actions.contains(.finish(3)))
        let reason = "the program exited with status 3 before it was ready"
        #expect(actions.contains(.report(.failed(code: 3, reason: reason))))
    }

    @Test("reports the program's own reason for a failed boot, after it has ended")
    func bootFailure() {
        var state = makeState()
        #expect(
            !state.handle(.bootFailed(code: 78, reason: "no port")).contains {
                if case .report = $0 { true } else { false }
            }
        )
        let actions = state.handle(.exited(.exited(78)))
        #expect(actions.contains(.report(.failed(code: 78, reason: "no port"))))
        #expect(actions.contains(.finish(78)))
    }

    @Test("stops a program that does not get ready, and reports the deadline")
    func bootDeadline() {
        var state = makeState()
        let actions = state.handle(.deadline)
        #expect(actions.contains(.send(.terminate)))
        #expect(actions.contains(.setDeadline(seconds: 80)))
        let end = state.handle(.exited(.signaled(.terminate)))
        #expect(end.contains(.report(.failed(code: 124, reason: "it was not ready within 60 s"))))
        #expect(end.contains(.finish(124)))
    }

    @Test("kills a program that does not end in time")
    func stopDeadline() {
        var state = makeRunning()
        _ = state.handle(term())
        #expect(state.handle(.deadline).contains(.send(.kill)))
        #expect(state.handle(.exited(.signaled(.kill))).contains(.finish(137)))
    }

    @Test("passes TERM and INT on, a second one too", arguments: [Signal.terminate, .interrupt])
    func stopSignals(signal: Signal) {
        var state = makeRunning()
        let first = state.handle(.signal(signal, fromTerminal: false))
        #expect(first == [.record(.stopping), .setDeadline(seconds: 80), .send(signal)])
        #expect(state.handle(.signal(signal, fromTerminal: false)) == [.send(signal)])
        #expect(state.handle(.exited(.exited(0))).contains(.finish(0)))
    }

    @Test("does not repeat what a terminal has sent to the program already")
    func terminalSignals() {
        var state = makeRunning()
        #expect(!state.handle(.signal(.interrupt, fromTerminal: true)).contains(.send(.interrupt)))
        #expect(state.handle(.signal(.quit, fromTerminal: true)) == [])
    }

    @Test("passes QUIT on")
    func quit() {
        var state = makeRunning()
        #expect(state.handle(.signal(.quit, fromTerminal: false)) == [.send(.quit)])
    }

    @Test("reopens its log for USR1; without one the signal is for the program")
    func userSignal() {
        var state = makeRunning()
        #expect(state.handle(.signal(.user1, fromTerminal: false)) == [.reopenLog])
        var bare = makeState(hasLog: false)
        #expect(bare.handle(.signal(.user1, fromTerminal: false)) == [.send(.user1)])
    }

    @Test("restarts for HUP, once the program has ended")
    func restart() {
        var state = makeRunning()
        #expect(state.handle(.signal(.hangUp, fromTerminal: false)).contains(.send(.terminate)))
        #expect(state.handle(.signal(.hangUp, fromTerminal: false)) == [])
        #expect(state.handle(.exited(.exited(0))) == [.setDeadline(seconds: nil), .restart])
    }

    @Test("stops after all when TERM comes during a restart")
    func stopDuringRestart() {
        var state = makeRunning()
        _ = state.handle(.signal(.hangUp, fromTerminal: false))
        #expect(state.handle(term()).contains(.send(.terminate)))
        #expect(state.handle(.exited(.exited(0))).contains(.finish(0)))
    }

    @Test("does not restart when it is stopping")
    func restartDuringStop() {
        var state = makeRunning()
        _ = state.handle(term())
        #expect(state.handle(.signal(.hangUp, fromTerminal: false)) == [])
        #expect(state.handle(.exited(.exited(0))).contains(.finish(0)))
    }

    @Test("ends with 128 and the number of the signal that ended the program")
    func signalled() {
        var state = makeRunning()
        let actions = state.handle(.exited(.signaled(Signal(rawValue: 11))))
        #expect(actions.contains(.note("the program was ended by SIGSEGV")))
        #expect(actions.contains(.finish(139)))
    }

    /// A program with heart that has been ready; settled when it has run for a while.
    private func makeBeating(isSettled: Bool, isRestart: Bool = false) -> LauncherState {
        var state = LauncherState(deadlines: NodeDeadlines(), hasLog: true, hasHeart: true, isRestart: isRestart)
        #expect(state.handle(.ready).contains(.setDeadline(seconds: LauncherState.settling)))
        if isSettled { #expect(state.handle(.deadline) == [.setDeadline(seconds: nil)]) }
        return state
    }

    @Test("with heart starts a program again that has died, at once when it had run for a while")
    func heart() {
        var state = makeBeating(isSettled: true)
        let actions = state.handle(.exited(.signaled(.kill)))
        #expect(actions.first == .note("the program was ended by SIGKILL; heart starts it again"))
        #expect(actions.last == .restart)
    }

    @Test("with heart pauses before it starts a program again that died young, and can be stopped meanwhile")
    func heartPause() {
        var state = makeBeating(isSettled: false)
        let actions = state.handle(.exited(.exited(1)))
        #expect(actions.last == .setDeadline(seconds: LauncherState.shortPause))
        var stopped = state
        #expect(stopped.handle(term()) == [.finish(0)])
        #expect(state.handle(.deadline) == [.setDeadline(seconds: nil), .restart])
    }

    @Test("with heart leaves alone what ended well, was asked to, or never got ready")
    func heartless() {
        var done = makeBeating(isSettled: true)
        #expect(done.handle(.exited(.exited(0))).contains(.finish(0)))
        var asked = makeBeating(isSettled: true)
        _ = asked.handle(term())
        #expect(asked.handle(.exited(.exited(3))).contains(.finish(3)))
        var fresh = LauncherState(deadlines: NodeDeadlines(), hasLog: true, hasHeart: true)
        #expect(fresh.handle(.exited(.exited(3))).contains(.finish(3)))
        var failing = LauncherState(deadlines: NodeDeadlines(), hasLog: true, hasHeart: true)
        _ = failing.handle(.bootFailed(code: 1, reason: "no port"))
        #expect(failing.handle(.exited(.exited(1))).contains(.finish(1)))
    }

    @Test("with heart tries again later when a restart fails to boot, unless somebody stops it")
    func heartAfterRestart() {
        var state = LauncherState(deadlines: NodeDeadlines(), hasLog: true, hasHeart: true, isRestart: true)
        _ = state.handle(.bootFailed(code: 1, reason: "no port"))
        var stopped = state
        #expect(state.handle(.exited(.exited(1))).last == .setDeadline(seconds: LauncherState.longPause))
        #expect(state.handle(.deadline).last == .restart)
        _ = stopped.handle(term())
        #expect(stopped.handle(.exited(.exited(1))).contains(.finish(1)))
        var crashed = LauncherState(deadlines: NodeDeadlines(), hasLog: true, hasHeart: true, isRestart: true)
        #expect(crashed.handle(.exited(.exited(3))).last == .setDeadline(seconds: LauncherState.longPause))
    }

    @Test("with heart tries again later when a restart cannot even start the program, unless somebody stops it")
    func notStarted() {
        let failure = LauncherState.Event.notStarted(reason: "/bin/todo: is missing")
        let retry: [LauncherState.Action] = [
            .note("/bin/todo: is missing; heart tries again in 5 s"), .record(.booting),
            .setDeadline(seconds: LauncherState.longPause),
        ]
        var state = LauncherState(deadlines: NodeDeadlines(), hasLog: true, hasHeart: true, isRestart: true)
        #expect(state.handle(failure) == retry)
        var stopped = state
        #expect(stopped.handle(term()) == [.finish(0)])
        #expect(state.handle(.deadline).last == .restart)
        // The script that is executed for a restart may be missing, too.
        #expect(state.handle(failure) == retry)
        var first = makeBeating(isSettled: true)
        #expect(first.handle(.exited(.signaled(.kill))).last == .restart)
        #expect(first.handle(failure) == retry)
    }

    @Test("leaves a program that cannot be started to whoever wanted it, at a first start and without heart")
    func neverStarted() {
        for (hasHeart, isRestart) in [(true, false), (false, true), (false, false)] {
            var state = LauncherState(
                deadlines: NodeDeadlines(),
                hasLog: true,
                hasHeart: hasHeart,
                isRestart: isRestart
            )
            #expect(state.handle(.notStarted(reason: "/bin/todo: is missing")) == [])
        }
    }

    @Test("with heart asks a program that gives no sign of life for its stacks, kills it and starts it again")
    func hung() {
        var state = makeBeating(isSettled: true)
        let actions = state.handle(.silent(seconds: 60, late: 0))
        #expect(actions.first == .note("the program has given no sign of life for 60 s, so it is killed"))
        #expect(actions.contains(.send(.quit)))
        #expect(state.handle(.silent(seconds: 60, late: 0)) == [])
        #expect(state.handle(.deadline).last == .send(.kill))
        #expect(state.handle(.exited(.signaled(.kill))).last == .restart)
        var without = makeRunning()
        #expect(without.handle(.silent(seconds: 60, late: 0)) == [])
    }

    @Test("with heart gives a program another time for a sign of life when it was held up itself, as by a frozen host")
    func frozen() {
        var state = makeBeating(isSettled: true)
        #expect(
            state.handle(.silent(seconds: 60, late: 15.04)) == [
                .note(
                    "this launcher itself stood still for 15 s or more, so the program has another 60 s to show life"
                ),
                .awaitSign,
            ]
        )
        #expect(state.handle(.silent(seconds: 60, late: 14)).contains(.send(.quit)))
    }

    @Test("with heart lets a program live that gives a sign of life before it is killed")
    func revived() {
        let note = LauncherState.Action.note("the program gives signs of life again, so it lives on")
        var state = makeBeating(isSettled: true)
        _ = state.handle(.silent(seconds: 60, late: 0))
        #expect(state.handle(.alive) == [note, .setDeadline(seconds: nil)])
        #expect(state.handle(.alive) == [])
        // The next silence is a new one.
        #expect(state.handle(.silent(seconds: 60, late: 0)).contains(.send(.quit)))

        var young = makeBeating(isSettled: false)
        _ = young.handle(.silent(seconds: 60, late: 0))
        #expect(young.handle(.alive) == [note, .setDeadline(seconds: LauncherState.settling)])
        #expect(young.handle(.deadline) == [.setDeadline(seconds: nil)])
    }

    @Test("with heart cannot take back that it has killed a program")
    func killed() {
        var state = makeBeating(isSettled: true)
        _ = state.handle(.silent(seconds: 60, late: 0))
        _ = state.handle(.deadline)
        #expect(state.handle(.alive) == [])
        #expect(state.handle(.deadline) == [])
        #expect(state.handle(.exited(.signaled(.kill))).last == .restart)
    }

    @Test("with heart hears that a program is ready which was silent while it booted again")
    func readyAfterSilence() {
        var state = LauncherState(deadlines: NodeDeadlines(), hasLog: true, hasHeart: true, isRestart: true)
        _ = state.handle(.silent(seconds: 60, late: 0))
        var alive = state
        #expect(alive.handle(.alive).last == .setDeadline(seconds: 60))
        #expect(alive.handle(.ready).contains(.record(.running)))
        #expect(state.handle(.ready).contains(.record(.running)))
        #expect(state.handle(.deadline) == [.setDeadline(seconds: nil)])
    }

    @Test("stops and restarts a program that gives no sign of life as any other")
    func silentStop() {
        var state = makeBeating(isSettled: true)
        _ = state.handle(.silent(seconds: 60, late: 0))
        var restarting = state
        #expect(state.handle(term()).contains(.send(.terminate)))
        #expect(state.handle(.alive) == [])
        #expect(state.handle(.exited(.exited(0))).contains(.finish(0)))
        #expect(restarting.handle(.signal(.hangUp, fromTerminal: false)).contains(.send(.terminate)))
        #expect(restarting.handle(.exited(.exited(0))).last == .restart)
    }

    static let allReports: [BootReport] = [
        .ready, .failed(code: 78, reason: "no port"), .locked(owner: 7), .locked(owner: nil),
    ]

    @Test("writes reports that are read as they were meant", arguments: allReports)
    func reports(report: BootReport) {
        #expect(BootReport(line: report.line.dropLast()) == report)
    }

    @Test("keeps a report to one line")
    func reportLines() {
        let report = BootReport.failed(code: 1, reason: "one\ntwo\r\nthree")
        #expect(report.line == "failed 1 one; two; three\n")
    }

    @Test("finds its lock and its pipe again after a restart")
    func resumption() {
        func descriptor(_ number: Int32) -> FileDescriptor { FileDescriptor(rawValue: number) }
        let ends = Resumption.Ends(readEnd: descriptor(7), writeEnd: descriptor(8))
        var losses = LogLosses()
        losses.add([10, 10], because: PosixError(call: "write", code: .noSpace))
        losses.tornLine = true
        for resumption in [
            Resumption(lock: descriptor(5), output: nil), Resumption(lock: descriptor(5), output: ends),
            Resumption(lock: descriptor(5), output: ends, losses: losses),
        ] {
            #expect(Resumption(text: resumption.text) == resumption)
        }
        for text in ["", "x", "1", "5,6", "5,6,x", "5,6,7,8", "5,6,7,8,9,10,x", "5,6,7,8,9,10,11,12"] {
            #expect(Resumption(text: text) == nil)
        }
    }
}
