public import Processes

extension ServerAddress {
    /// Gives what `body` makes of the state, in the agent.
    ///
    /// It waits for the answer, five seconds unless told otherwise; `nil` waits for ever. After a timeout the function
    /// stays with the agent and still runs.
    public nonisolated(nonsending) func get<State, Answer: Sendable>(
        timeout: Duration? = .seconds(5),
        _ body: @escaping @Sendable (State) throws -> Answer
    ) async throws(CallError) -> Answer where Server == Agent<State> {
        try await call(AgentCall(description: "get") { try body($0) }, timeout: timeout)
    }

    /// Lets `body` change the state, in the agent, and waits until it has.
    public nonisolated(nonsending) func update<State>(
        timeout: Duration? = .seconds(5),
        _ body: @escaping @Sendable (inout State) throws -> Void
    ) async throws(CallError) where Server == Agent<State> {
        try await call(AgentCall(description: "update", work: body), timeout: timeout)
    }

    /// Lets `body` change the state, in the agent, and gives what it returns.
    ///
    ///     let ticket = try await counter.getAndUpdate { count in
    ///         defer { count += 1 }
    ///         return count
    ///     }
    public nonisolated(nonsending) func getAndUpdate<State, Answer: Sendable>(
        timeout: Duration? = .seconds(5),
        _ body: @escaping @Sendable (inout State) throws -> Answer
    ) async throws(CallError) -> Answer where Server == Agent<State> {
        try await call(AgentCall(description: "getAndUpdate", work: body), timeout: timeout)
    }

    /// Lets `body` change the state some time, and goes on at once; nobody there is no error.
    public func cast<State>(_ body: @escaping @Sendable (inout State) throws -> Void) where Server == Agent<State> {
        cast(AgentCast(work: body))
    }
}

// MARK: - Functions with arguments

extension ServerAddress {
    /// Gives what a function makes of the state and the arguments, in the agent.
    ///
    ///     try await prices.get(applying: Prices.total, "apples", 3)
    public nonisolated(nonsending) func get<State, First: Sendable, each Argument: Sendable, Answer: Sendable>(
        applying function: @escaping @Sendable (State, First, repeat each Argument) throws -> Answer,
        _ first: First,
        _ arguments: repeat each Argument,
        timeout: Duration? = .seconds(5)
    ) async throws(CallError) -> Answer where Server == Agent<State> {
        let arguments = (repeat each arguments)
        return try await get(timeout: timeout) { try function($0, first, repeat each arguments) }
    }

    /// Lets a function change the state, in the agent, with the arguments, and waits until it has.
    public nonisolated(nonsending) func update<State, First: Sendable, each Argument: Sendable>(
        applying function: @escaping @Sendable (inout State, First, repeat each Argument) throws -> Void,
        _ first: First,
        _ arguments: repeat each Argument,
        timeout: Duration? = .seconds(5)
    ) async throws(CallError) where Server == Agent<State> {
        let arguments = (repeat each arguments)
        try await update(timeout: timeout) { try function(&$0, first, repeat each arguments) }
    }

    /// Lets a function change the state, in the agent, with the arguments, and gives what it returns.
    public nonisolated(nonsending) func getAndUpdate<State, First: Sendable, each Argument: Sendable, Answer: Sendable>(
        applying function: @escaping @Sendable (inout State, First, repeat each Argument) throws -> Answer,
        _ first: First,
        _ arguments: repeat each Argument,
        timeout: Duration? = .seconds(5)
    ) async throws(CallError) -> Answer where Server == Agent<State> {
        let arguments = (repeat each arguments)
        return try await getAndUpdate(timeout: timeout) { try function(&$0, first, repeat each arguments) }
    }

    /// Lets a function change the state some time, with the arguments, and goes on at once.
    public func cast<State, First: Sendable, each Argument: Sendable>(
        applying function: @escaping @Sendable (inout State, First, repeat each Argument) throws -> Void,
        _ first: First,
        _ arguments: repeat each Argument
    ) where Server == Agent<State> {
        let arguments = (repeat each arguments)
        cast { try function(&$0, first, repeat each arguments) }
    }
}

/// A function for an agent, whose answer somebody waits for.
struct AgentCall<State, Answer: Sendable>: ServerCall, CustomStringConvertible {
    let description: String
    let work: @Sendable (inout State) throws -> Answer

    func handle(_ agent: inout Agent<State>, _ context: Context<Agent<State>>) throws -> Answer {
        try work(&agent.state)
    }
}

/// A function for an agent that nobody waits for.
struct AgentCast<State>: ServerCast, CustomStringConvertible {
    let work: @Sendable (inout State) throws -> Void

    var description: String { "cast" }

    func handle(_ agent: inout Agent<State>, _ context: Context<Agent<State>>) throws {
        try work(&agent.state)
    }
}
