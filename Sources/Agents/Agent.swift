public import Processes

/// A process that keeps a state, and nothing else: functions are sent to it, and run there one after another.
///
///     let counter = try await Agent.startLink { 0 }
///     try await counter.update { $0 += 1 }
///     let count = try await counter.get { $0 }
///
/// An agent is a server: its address is a `ServerRef`, its name a `ServerName`, and `stop` ends it.
///
///     extension ServerName<Agent<Int>> { static var visits: Self { "visits" } }
///     try await Agent.startLink(name: .visits) { 0 }
///     ServerName.visits.cast { $0 += 1 }
///
/// The functions run in the agent: while one works, all others wait. Work that takes long belongs to the caller, who
/// gets what it needs and updates with what came out. The state never leaves the agent unless a function returns it,
/// so it need not be `Sendable`. A function that throws ends the agent with that error.
public struct Agent<State>: GenServer {
    var state: State

    /// Makes the first state, in the new process.
    public typealias Initial = @Sendable () async throws -> State

    /// Runs the function that makes the first state; an error that it throws is the reason of the failed start.
    public static func initialize(_ initial: @escaping Initial, _ context: Context<Agent>) async throws -> Agent? {
        Agent(state: try await initial())
    }

    /// The state as it prints.
    public var statusDescription: String {
        "\(state)"
    }
}
