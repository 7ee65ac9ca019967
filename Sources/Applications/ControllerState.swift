/// What a controller knows, and what follows from what happens.
struct ControllerState {
    /// Where the node is on its way.
    enum Phase: String, Sendable {
        case loaded, starting, running, stopping, stopped
    }

    /// What to do about an application that ended.
    enum EndAction {
        /// It was being stopped, or is no longer the one that runs.
        case ignore
        /// Say so, and go on.
        case log(ApplicationEnd)
        /// The node is still starting: that must fail.
        case failStart(ApplicationEnd)
        /// The node must stop.
        case report(ApplicationEnd)
    }

    private(set) var phase = Phase.loaded
    private var failure: ApplicationEnd?
    /// What runs, in start order.
    private(set) var running: [RunningApplication] = []
    private var states: [String: ApplicationStatus.State]
    private var types: [String: StartType]
    private var hasReported = false
    /// What ends the wait for each application that starts just now.
    private(set) var interrupts: [String: @Sendable () -> Void] = [:]

    init(_ entries: [ApplicationEntry]) {
        types = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.type) })
        states = types.mapValues { $0 == .none ? .unloaded : .loaded }
    }

    /// Whether nothing more may be started.
    var isClosing: Bool { phase == .stopping || phase == .stopped }

    func status(of entry: ApplicationEntry, version: String) -> ApplicationStatus {
        ApplicationStatus(
            name: entry.name,
            summary: entry.summary,
            version: version,
            type: types[entry.name] ?? entry.type,
            state: states[entry.name] ?? .unloaded
        )
    }

    /// Makes an application known; false when it was.
    mutating func load(_ name: String) -> Bool {
        guard states[name] == .unloaded else { return false }
        states[name] = .loaded
        return true
    }

    /// What becomes of the wish to forget an application.
    enum UnloadOutcome { case done, isNotLoaded, isInUse }

    mutating func unload(_ name: String) -> UnloadOutcome {
        switch states[name] ?? .unloaded {
        case .unloaded: return .isNotLoaded
        case .starting, .running, .stopping: return .isInUse
        case .loaded, .stopped, .ended, .failed:
            states[name] = .unloaded
            return .done
        }
    }

    func isRunning(_ name: String) -> Bool {
        running.contains { $0.name == name }
    }

    mutating func beginStart() {
        if phase == .loaded { phase = .starting }
    }

    /// The node runs now, unless something speaks against it.
    mutating func finishStart() -> ApplicationError? {
        if let reason = hindrance { return reason }
        phase = .running
        return nil
    }

    /// Why nothing may be started any more.
    private var hindrance: ApplicationError? {
        startFailure ?? (isClosing ? .stopping : nil)
    }

    /// The end of an application that made the start of the node fail.
    var startFailure: ApplicationError? {
        failure.map(ApplicationError.endedDuringStart)
    }

    mutating func beginStop() {
        if phase != .stopped { phase = .stopping }
    }

    mutating func finishStop() {
        phase = .stopped
    }

    /// Takes note that an application is about to start; returns the reason when it must not.
    mutating func starting(
        _ name: String,
        as type: StartType,
        interrupt: @escaping @Sendable () -> Void
    ) -> ApplicationError? {
        if let reason = hindrance { return reason }
        states[name] = .starting
        types[name] = type
        interrupts[name] = interrupt
        return nil
    }

    /// Takes note that an application's start goes on; returns the reason when it must not.
    mutating func continuing(_ name: String, interrupt: @escaping @Sendable () -> Void) -> ApplicationError? {
        if let reason = hindrance { return reason }
        interrupts[name] = interrupt
        return nil
    }

    /// Nothing more of the application's start can be interrupted.
    mutating func startIsOver(_ name: String) {
        interrupts[name] = nil
    }

    mutating func startFailed(_ name: String) {
        states[name] = .failed
    }

    mutating func started(_ application: RunningApplication) {
        states[application.name] = .running
        running.append(application)
    }

    /// Takes note that an application is about to be stopped; whether it still runs.
    mutating func stopping(_ application: RunningApplication) -> Bool {
        guard running.contains(where: { $0 === application }) else { return false }
        states[application.name] = .stopping
        return true
    }

    mutating func stopped(_ application: RunningApplication) {
        states[application.name] = .stopped
        running.removeAll { $0 === application }
    }

    mutating func ended(_ application: RunningApplication, error: (any Error)?) -> EndAction {
        guard running.contains(where: { $0 === application }), states[application.name] == .running else {
            return .ignore
        }
        states[application.name] = error == nil ? .ended : .failed
        running.removeAll { $0 === application }
        let type = types[application.name] ?? .temporary
        let end = ApplicationEnd(name: application.name, type: type, error: error)
        guard end.stopsNode, !isClosing else { return .log(end) }
        guard phase != .starting else {
            failure = failure ?? end
            return .failStart(end)
        }
        guard !hasReported else { return .log(end) }
        hasReported = true
        return .report(end)
    }
}
