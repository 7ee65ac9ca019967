public import Processes

/// Every call waits as long as it takes, and fails with `SupervisorError.call` when the supervisor is gone.
extension Supervisor {
    /// Starts another child, after all others; `nil` says that it has nothing to run and is only kept.
    @discardableResult
    public func start(_ child: ChildSpec) async throws(SupervisorError) -> StartedChild? {
        try await ask { () throws(CallError) in
            try await server.call(SupervisorServer.StartChild(spec: child), timeout: nil)
        }
    }

    /// Starts a known child that does not run; `nil` says that it has nothing to run.
    @discardableResult
    public func restart(_ id: ChildID) async throws(SupervisorError) -> StartedChild? {
        try await ask { () throws(CallError) in
            try await server.call(SupervisorServer.RestartChild(id: id), timeout: nil)
        }
    }

    /// Ends a child as its shutdown says; it stays known, unless it is temporary, and is not restarted by itself.
    public func terminate(_ id: ChildID) async throws(SupervisorError) {
        try await ask { () throws(CallError) in
            try await server.call(SupervisorServer.TerminateChild(id: id), timeout: nil)
        }
    }

    /// Forgets a child that does not run.
    public func delete(_ id: ChildID) async throws(SupervisorError) {
        try await ask { () throws(CallError) in
            try await server.call(SupervisorServer.DeleteChild(id: id), timeout: nil)
        }
    }

    /// The children, the one started last first.
    public var children: [ChildInfo] {
        get async throws(CallError) {
            try await server.call(SupervisorServer.Children(), timeout: nil)
        }
    }

    /// How many children there are.
    public var counts: ChildCounts {
        get async throws(CallError) {
            try await server.call(SupervisorServer.Count(), timeout: nil)
        }
    }

    /// Ends the children and the supervisor, and waits until they are gone.
    public func stop(_ reason: ExitReason = .normal, timeout: Duration? = nil) async throws(CallError) {
        try await server.stop(reason, timeout: timeout)
    }
}

/// Turns both ways of failing into one.
func ask<Value>(
    _ call: () async throws(CallError) -> Answer<Value>
) async throws(SupervisorError) -> Value {
    let answer: Answer<Value>
    do throws(CallError) {
        answer = try await call()
    } catch {
        throw .call(error)
    }
    return try answer.get()
}
