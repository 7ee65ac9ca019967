import Applications
import CBoot
import ControlProtocol
import ControlServer
import Glibc
import Posix
import Synchronization

/// Carries out what the lifecycle decides, on a thread that depends on nothing of the program: signals and deadlines
/// are heard however the rest of the node fares.
final class NodeSupervisor: Sendable {
    private struct State {
        var lifecycle: NodeLifecycle
        var events: [LifecycleEvent] = []
        var controller: ApplicationController?
        var desk: ConfigurationDesk?
        var closings: [@Sendable () -> Void] = []
        var readiness = Readiness()
    }

    let settings: NodeSettings
    let startedAt: UInt64
    private let log: NodeLog
    private let restartPlan: NodeRestart.Plan?
    private let state: Mutex<State>

    init(_ settings: NodeSettings, log: NodeLog, startedAt: UInt64, arguments: [String]) {
        self.settings = settings
        self.startedAt = startedAt
        self.log = log
        restartPlan = NodeRestart.plan(for: settings, arguments: arguments)
        let limits = NodeLifecycle.Limits(
            boot: settings.bootLimit.wholeNanoseconds,
            stop: settings.stopLimit.wholeNanoseconds,
            kill: settings.killLimit.wholeNanoseconds
        )
        state = Mutex(State(lifecycle: NodeLifecycle(limits: limits, launcher: settings.launcher, at: startedAt)))
    }

    var phase: NodeLifecycle.Phase { state.withLock(\.lifecycle.phase) }

    var controller: ApplicationController? { state.withLock(\.controller) }

    /// Whether the node can become its script again by itself.
    var canRestart: Bool { restartPlan != nil }

    /// Begins to listen to signals and deadlines.
    func start() throws(PosixError) {
        try DedicatedThread.start("node-supervisor") { [self] in run() }
    }

    /// Tells what happened; returns at once.
    func post(_ event: LifecycleEvent) {
        state.withLock { $0.events.append(event) }
        cboot_signals_wake()
    }

    /// Takes over what is to be stopped with the node; false when the node stops already, so that nothing may start.
    func adopt(_ controller: ApplicationController) -> Bool {
        state.withLock { state in
            state.controller = controller
            guard case .booting = state.lifecycle.phase else { return false }
            return true
        }
    }

    /// Takes over where the configuration comes from.
    func adopt(_ desk: ConfigurationDesk) {
        state.withLock { $0.desk = desk }
    }

    /// Where the configuration comes from, once it was looked for.
    var desk: ConfigurationDesk? { state.withLock(\.desk) }

    /// Does `action` when the process ends in good order.
    func onEnd(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.closings.append(action) }
    }

    /// Calls `tell` once the node is ready, or with the reason why it will not be.
    func whenReady(_ tell: @escaping @Sendable (ControlError?) -> Void) {
        if let answer = state.withLock({ $0.readiness.add(tell) }) { tell(answer.error) }
    }

    private func run() {
        while true {
            waitForNews()
            let arrivals = takeArrivals()
            let actions = state.withLock { state in
                let now = Clocks.monotonicNanoseconds()
                let events = arrivals + state.events
                state.events = []
                let actions = events.flatMap { state.lifecycle.handle($0, at: now) }
                return actions + state.lifecycle.advance(to: now)
            }
            for action in actions { perform(action) }
        }
    }

    private func waitForNews() {
        let deadline = state.withLock(\.lifecycle.nextDeadline)
        var waiting = pollfd(fd: cboot_signals_descriptor(), events: Int16(POLLIN), revents: 0)
        var milliseconds: Int32 = -1
        if let deadline {
            let now = Clocks.monotonicNanoseconds()
            milliseconds = deadline > now ? Int32(min((deadline - now) / 1_000_000 + 1, 3_600_000)) : 0
        }
        poll(&waiting, 1, milliseconds)
    }

    private func takeArrivals() -> [LifecycleEvent] {
        var arrivals: [LifecycleEvent] = []
        var record = cboot_signal()
        while cboot_signals_next(&record) {
            if let arrival = SignalArrival(record) { arrivals.append(.signal(arrival)) }
        }
        return arrivals
    }

    private func perform(_ action: LifecycleAction) {
        switch action {
        case .announceReady: announce(.ready)
        case .announceFailure(let code, let message): announce(.failed(code: code, message: message))
        case .stopApplications: stopApplications()
        case .writeBacktrace: log.write("backtrace of node '\(settings.node)': \(ThreadBacktrace.text())")
        case .reopenLogs: log.tell(.notice, reopenLogs())
        case .tell(let telling, let message): log.tell(telling, message)
        case .end(let signal): cboot_signals_end_by(signal)
        case .exit(let status): NodeEnd.exit(status, after: closings)
        case .replaceProcess: restart()
        }
    }

    private func announce(_ answer: Readiness.Answer) {
        switch answer {
        case .ready: ReadinessReport.ready(on: settings.readyDescriptor)
        case .failed(let code, let message):
            ReadinessReport.failed(code, message, on: settings.readyDescriptor)
        case .stopping: break
        }
        Node.update { $0.state = answer == .ready ? .running : .stopping }
        let waiters = state.withLock { $0.readiness.settle(answer) }
        for waiter in waiters { waiter(answer.error) }
    }

    private func stopApplications() {
        Node.update { $0.state = .stopping }
        let waiters = state.withLock { $0.readiness.settle(.stopping) }
        for waiter in waiters { waiter(Readiness.Answer.stopping.error) }
        guard let controller else { return post(.stopped) }
        Task {
            await controller.stop()
            post(.stopped)
        }
    }

    private var closings: [@Sendable () -> Void] { state.withLock { $0.closings } }

    private func restart() {
        for closing in closings { closing() }
        guard let restartPlan else { NodeEnd.exit(ExitCode.fault.rawValue, after: []) }
        let error = NodeRestart.carryOut(restartPlan)
        log.tell(.error, "cannot start again: \(error)")
        NodeEnd.exit(ExitCode.missing.rawValue, after: [])
    }

    /// Passes the wish to open the log again to the launcher, which writes it; says what was done.
    func reopenLogs() -> String {
        guard let launcher = settings.launcher else {
            return "this node writes to its standard error; there is no log file to open again"
        }
        do {
            try Signal.user1.send(to: launcher)
            return "the launcher (pid \(launcher)) opens the log again"
        } catch {
            return "the launcher cannot be asked to open the log again: \(error)"
        }
    }
}
