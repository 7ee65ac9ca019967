public import Processes

/// Starts children on demand; each is restarted by itself.
///
///     let lists = try await DynamicSupervisor.startLink(maxChildren: 1000)
///     let list = try await lists.start(TodoList.child("bob"))
public struct DynamicSupervisor: ChildHandle, Hashable {
    let server: ServerRef<DynamicSupervisorServer>

    /// Its process.
    public var id: ProcessID {
        server.id
    }

    /// The dynamic supervisor that has this name.
    public init(named name: ProcessName) throws(CallError) {
        server = try ServerName<DynamicSupervisorServer>(name).find()
    }

    private init(server: ServerRef<DynamicSupervisorServer>) {
        self.server = server
    }

    /// Starts a dynamic supervisor without children, linked to the calling process.
    public static func startLink(
        maxChildren: Int? = nil,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        backoff: Backoff? = nil,
        name: ProcessName? = nil,
        options: ProcessOptions = ProcessOptions()
    ) async throws(StartError) -> DynamicSupervisor {
        let specification = DynamicSupervisorSpecification(
            maxChildren: maxChildren,
            maxRestarts: maxRestarts,
            within: period,
            backoff: backoff
        )
        return try await startLink(name, options) { specification }
    }

    static func startLink(
        _ name: ProcessName?,
        _ options: ProcessOptions,
        _ make: @escaping @Sendable () throws -> DynamicSupervisorSpecification?
    ) async throws(StartError) -> DynamicSupervisor {
        var process = options
        process.trapsExits = true
        process.executor = .supervision
        let server = try await DynamicSupervisorServer.startLink(
            make,
            name: name.map { ServerName($0) },
            options: ServerOptions(process: process)
        )
        return DynamicSupervisor(server: server)
    }

    /// A child that is a dynamic supervisor; its name is its id unless told otherwise.
    public static func child(
        maxChildren: Int? = nil,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        backoff: Backoff? = nil,
        name: ProcessName? = nil,
        id: ChildID? = nil,
        options: ProcessOptions = ProcessOptions()
    ) -> ChildSpec {
        ChildSpec(id: id ?? name.map { ChildID($0.text) } ?? ChildID(DynamicSupervisor.self), kind: .supervisor) {
            try await startLink(
                maxChildren: maxChildren,
                maxRestarts: maxRestarts,
                within: period,
                backoff: backoff,
                name: name,
                options: options
            )
        }
    }

    /// Starts a child; `nil` says that it has nothing to run, and nothing is kept.
    @discardableResult
    public func start(_ child: ChildSpec) async throws(SupervisorError) -> StartedChild? {
        do throws(SpecError) {
            try child.check(in: nil)
        } catch {
            throw .invalid(error)
        }
        return try await ask { () throws(CallError) in
            try await server.call(DynamicSupervisorServer.StartChild(spec: child), timeout: nil)
        }
    }

    /// Ends a child as its shutdown says, and forgets it.
    public func terminate(_ child: ProcessID) async throws(SupervisorError) {
        try await ask { () throws(CallError) in
            try await server.call(DynamicSupervisorServer.TerminateChild(process: child), timeout: nil)
        }
    }

    /// The children, in no order.
    public var children: [ChildInfo] {
        get async throws(CallError) {
            try await server.call(DynamicSupervisorServer.Children(), timeout: nil)
        }
    }

    /// How many children there are.
    public var counts: ChildCounts {
        get async throws(CallError) {
            try await server.call(DynamicSupervisorServer.Count(), timeout: nil)
        }
    }

    /// Ends the children, all at once, and the supervisor, and waits until they are gone.
    public func stop(_ reason: ExitReason = .normal, timeout: Duration? = nil) async throws(CallError) {
        try await server.stop(reason, timeout: timeout)
    }
}
