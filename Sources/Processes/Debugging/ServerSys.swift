extension ServerAddress {
    /// Looks into whatever is there now; the type of the state is known here.
    public var sys: ServerSys<Server> {
        get throws(CallError) {
            ServerSys(server: try find())
        }
    }
}

/// Looks into a server whose type is known: what `SysRequests` has for all, and the state itself.
public struct ServerSys<Server: GenServer>: SysRequests {
    let server: ServerRef<Server>

    /// The server's process.
    public var process: ProcessID {
        server.id
    }

    /// Lends the state to a function, and gives what that makes of it.
    ///
    /// The state itself can leave only when it is Sendable, see `state()`.
    public nonisolated(nonsending) func withState<Result: Sendable>(
        timeout: Duration? = .seconds(5),
        _ body: @escaping @Sendable (Server) throws -> Result
    ) async throws -> Result {
        try await server.id.request(timeout: timeout) { [core = server.core] _ in
            guard let state = core.state else { throw CallError.noProcess }
            return try body(state)
        }
    }

    /// A copy of the state.
    public nonisolated(nonsending) func state(timeout: Duration? = .seconds(5)) async throws -> Server
    where Server: Sendable {
        try await withState(timeout: timeout) { $0 }
    }

    /// Changes the state, and gives the new one; when `change` throws, the state is kept and the error comes here.
    @discardableResult
    public nonisolated(nonsending) func replaceState(
        timeout: Duration? = .seconds(5),
        _ change: @escaping @Sendable (Server) throws -> Server
    ) async throws -> Server where Server: Sendable {
        try await server.id.request(timeout: timeout) { [core = server.core] _ in
            guard let state = core.state else { throw CallError.noProcess }
            let changed = try change(state)
            core.setState(changed)
            return changed
        }
    }
}
