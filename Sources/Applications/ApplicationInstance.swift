import Synchronization

/// What a start has made: the service, and what the application's type does with the state that goes with it.
struct ApplicationInstance: Sendable {
    let service: any Service
    /// Lets the application get ready for its stop.
    let prepareToStop: @Sendable () async -> Void
    /// Lets the application tidy up after its end.
    let stopped: @Sendable () async -> Void

    /// Starts an application of any type.
    static func start<Started: Application>(
        _ type: Started.Type,
        _ context: ApplicationContext
    ) async throws -> ApplicationInstance {
        let (service, state) = try await type.startWithState(context)
        let kept = KeptState(state)
        return ApplicationInstance(
            service: service,
            prepareToStop: { kept.value = await type.prepareToStop(kept.value) },
            stopped: { await type.stopped(kept.value) }
        )
    }
}

/// The state of an application between its start and its end.
private final class KeptState<State: Sendable>: Sendable {
    private let state: Mutex<State>

    init(_ state: State) {
        self.state = Mutex(state)
    }

    var value: State {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
