import ProcessTesting
import Processes

/// A server whose messages carry what to do, so that one type serves tests of every callback.
struct Machine: GenServer {
    struct Plan: Sendable {
        var initialize: @Sendable (Context<Machine>) async throws -> Bool = { _ in true }
        var info: (@Sendable (inout Machine, any Sendable, Context<Machine>) throws -> Void)?
        var terminate: @Sendable (Machine, ExitReason, Context<Machine>) async -> Void = { _, _, _ in }
        var events = Probe<String>()
        var value = 0
    }

    struct Broken: Error, Equatable {}

    var plan: Plan
    var value: Int
    var kept: [Reply<Int>] = []

    var events: Probe<String> { plan.events }

    init(_ plan: Plan) {
        self.plan = plan
        value = plan.value
    }

    static func initialize(_ plan: Plan, _ context: Context<Machine>) async throws -> Machine? {
        try await plan.initialize(context) ? Machine(plan) : nil
    }

    mutating func handleInfo(_ message: any Sendable, _ context: Context<Machine>) throws {
        if let info = plan.info { return try info(&self, message, context) }
        events.record("info \(message)")
    }

    mutating func handleSignal(_ signal: Signal, _ context: Context<Machine>) throws {
        switch signal {
        case .exit(_, let reason): events.record("exit \(reason)")
        case .down(_, let reason): events.record("down \(reason)")
        case .timerCancelled: events.record("timer")
        }
    }

    mutating func handleTimeout(_ context: Context<Machine>) {
        events.record("timeout")
    }

    mutating func handleHibernate(_ context: Context<Machine>) {
        events.record("hibernate")
    }

    func terminate(_ reason: ExitReason, _ context: Context<Machine>) async {
        await plan.terminate(self, reason, context)
        events.record("terminate \(reason)")
    }

    var statusDescription: String { "machine at \(value)" }

    struct Do<Response: Sendable>: ServerCall {
        let work: @Sendable (inout Machine, Context<Machine>) throws -> Response

        init(_ work: @escaping @Sendable (inout Machine, Context<Machine>) throws -> Response) {
            self.work = work
        }

        func handle(_ machine: inout Machine, _ context: Context<Machine>) throws -> Response {
            try work(&machine, context)
        }
    }

    struct DoAsync<Response: Sendable>: AsyncServerCall {
        let work: @Sendable (inout Machine, Context<Machine>) async throws -> Response

        init(_ work: @escaping @Sendable (inout Machine, Context<Machine>) async throws -> Response) {
            self.work = work
        }

        func handle(_ machine: inout Machine, _ context: Context<Machine>) async throws -> Response {
            try await work(&machine, context)
        }
    }

    struct DoLater: DeferredServerCall {
        let work: @Sendable (inout Machine, Reply<Int>, Context<Machine>) throws -> Void

        init(_ work: @escaping @Sendable (inout Machine, Reply<Int>, Context<Machine>) throws -> Void) {
            self.work = work
        }

        func handle(_ machine: inout Machine, _ reply: Reply<Int>, _ context: Context<Machine>) throws {
            try work(&machine, reply, context)
        }
    }

    struct Tell: ServerCast {
        let work: @Sendable (inout Machine, Context<Machine>) throws -> Void

        init(_ work: @escaping @Sendable (inout Machine, Context<Machine>) throws -> Void) {
            self.work = work
        }

        func handle(_ machine: inout Machine, _ context: Context<Machine>) throws {
            try work(&machine, context)
        }
    }

    struct TellAsync: AsyncServerCast {
        let work: @Sendable (inout Machine, Context<Machine>) async throws -> Void

        init(_ work: @escaping @Sendable (inout Machine, Context<Machine>) async throws -> Void) {
            self.work = work
        }

        func handle(_ machine: inout Machine, _ context: Context<Machine>) async throws {
            try await work(&machine, context)
        }
    }

    struct Note: ServerCast, CustomStringConvertible {
        let description: String

        init(_ text: String) {
            description = text
        }

        func handle(_ machine: inout Machine, _ context: Context<Machine>) {
            machine.events.record(description)
        }
    }
}
