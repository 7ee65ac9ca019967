public import Processes

/// Starts children in order, starts them again when they end, and ends them in reverse order.
///
///     let top = try await Supervisor.startLink(.restForOne) {
///         Database.child(configuration)
///         Cache.child(limit, name: "cache")
///         HTTPServer(port: 8080)
///     }
///
/// More than `maxRestarts` restarts within `period` end it with `shutdown`, for its own supervisor to deal with.
public struct Supervisor: ChildHandle, Hashable {
    let server: ServerRef<SupervisorServer>

    /// Its process.
    public var id: ProcessID {
        server.id
    }

    /// The supervisor that has this name.
    public init(named name: ProcessName) throws(CallError) {
        server = try ServerName<SupervisorServer>(name).find()
    }

    private init(server: ServerRef<SupervisorServer>) {
        self.server = server
    }

    /// Starts a supervisor linked to the calling process, and waits until its children have started.
    ///
    /// When one does not start, those before it are ended, and the reason of the failed start is `shutdownBecause` with a
    /// `FailedToStartChild`. A description that is wrong fails with a `SpecError`.
    public static func startLink(
        _ strategy: Strategy,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        autoShutdown: AutoShutdown = .never,
        backoff: Backoff? = nil,
        name: ProcessName? = nil,
        @ChildrenBuilder children: () -> [ChildSpec]
    ) async throws(StartError) -> Supervisor {
        let specification = SupervisorSpecification(
            strategy,
            maxRestarts: maxRestarts,
            within: period,
            autoShutdown: autoShutdown,
            backoff: backoff,
            children: children
        )
        return try await startLink(specification, name: name)
    }

    /// Starts a supervisor linked to the calling process, and waits until its children have started.
    public static func startLink(
        _ specification: SupervisorSpecification,
        name: ProcessName? = nil
    ) async throws(StartError) -> Supervisor {
        try await startLink(name) { specification }
    }

    /// Starts a supervisor of a type of its own, linked to the calling process.
    public static func startLink<Module: SupervisorModule>(
        _ module: Module.Type,
        _ argument: Module.Argument,
        name: ProcessName? = nil
    ) async throws(StartError) -> Supervisor where Module: SendableMetatype {
        try await startLink(name) { try module.specification(argument) }
    }

    package static func startLink(
        _ name: ProcessName?,
        _ make: @escaping @Sendable () throws -> SupervisorSpecification?
    ) async throws(StartError) -> Supervisor {
        let options = ServerOptions(process: ProcessOptions(executor: .supervision, trapsExits: true))
        let name = name.map { ServerName<SupervisorServer>($0) }
        return Supervisor(server: try await SupervisorServer.startLink(make, name: name, options: options))
    }

    /// A child that is a supervisor; its name is its id unless told otherwise, without a name the type.
    public static func child(
        _ strategy: Strategy,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        autoShutdown: AutoShutdown = .never,
        backoff: Backoff? = nil,
        name: ProcessName? = nil,
        id: ChildID? = nil,
        restart: ChildSpec.Restart = .permanent,
        @ChildrenBuilder children: () -> [ChildSpec]
    ) -> ChildSpec {
        let specification = SupervisorSpecification(
            strategy,
            maxRestarts: maxRestarts,
            within: period,
            autoShutdown: autoShutdown,
            backoff: backoff,
            children: children
        )
        return child(specification, id: id, restart: restart, name: name)
    }

    /// A child that is a supervisor; its name is its id unless told otherwise, without a name the type.
    public static func child(
        _ specification: SupervisorSpecification,
        id: ChildID? = nil,
        restart: ChildSpec.Restart = .permanent,
        name: ProcessName? = nil
    ) -> ChildSpec {
        let id = id ?? name.map { ChildID($0.text) } ?? ChildID(Supervisor.self)
        return ChildSpec(id: id, restart: restart, kind: .supervisor) { try await startLink(specification, name: name) }
    }

    /// A child that is a supervisor of a type of its own; that type is the id unless told otherwise.
    public static func child<Module: SupervisorModule>(
        _ module: Module.Type,
        _ argument: Module.Argument,
        id: ChildID? = nil,
        restart: ChildSpec.Restart = .permanent,
        name: ProcessName? = nil
    ) -> ChildSpec where Module: SendableMetatype {
        ChildSpec(id: id ?? ChildID(module), restart: restart, kind: .supervisor) {
            try await startLink(module, argument, name: name)
        }
    }
}
