public import Processes

/// Anything that works in one asynchronous function until it is cancelled; as in ServiceLifecycle.
///
///     extension HTTPServer: Runnable {}
///     let top = try await Supervisor.startLink(.oneForOne) { HTTPServer(port: 8080) }
///
/// A return is a normal end. It is asked to end by cancelling its task. `run` is called anew at each restart, so it opens
/// what it needs by itself.
public protocol Runnable: Sendable {
    /// Works until it is done or its task is cancelled.
    func run() async throws
}

extension ChildSpec {
    /// A child that runs `service`; with the type as its id unless told otherwise.
    public init<Service: Runnable>(
        _ service: Service,
        id: ChildID? = nil,
        restart: Restart = .permanent,
        shutdown: Shutdown? = nil,
        isSignificant: Bool = false,
        options: ProcessOptions = ProcessOptions()
    ) {
        self.init(
            id: id ?? ChildID(Service.self),
            restart: restart,
            shutdown: shutdown,
            isSignificant: isSignificant,
            options: options
        ) {
            try await service.run()
        }
    }

    /// A child that runs a function.
    public init(
        id: ChildID,
        restart: Restart = .permanent,
        shutdown: Shutdown? = nil,
        isSignificant: Bool = false,
        options: ProcessOptions = ProcessOptions(),
        run: @escaping @Sendable () async throws -> Void
    ) {
        var options = options
        options.label = options.label ?? id.text
        self.init(id: id, restart: restart, shutdown: shutdown, isSignificant: isSignificant) { [options] in
            let body: @Sendable (inout Inbox<Never>) async throws -> Void = { _ in try await run() }
            return ProcessContext.current?.spawnLinked(options: options, body).id ?? spawn(options: options, body).id
        }
    }
}
