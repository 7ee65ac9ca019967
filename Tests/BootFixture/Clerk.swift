import Boot
import Processes
import Supervision

/// A server under the root supervisor of the shop, where that is a tree of processes.
struct Clerk: GenServer {
    static let process = ServerName<Clerk>("clerk")

    /// A tree that gives up when its clerk crashes for the second time.
    static func tree() async throws -> Supervisor {
        try await Supervisor.startLink(.oneForOne, maxRestarts: 1) {
            ChildSpec(id: "clerk") { try await Clerk.startLink((), name: process) }
        }
    }

    static func initialize(_: Void, _ context: Context<Clerk>) -> Clerk? {
        context.process.setTrapsExits(true)
        Stage.say("clerk begins")
        return Clerk()
    }

    mutating func terminate(_ reason: ExitReason, _ context: Context<Clerk>) async {
        Stage.say("clerk ends: \(reason)")
    }

    /// Crashes the clerk.
    static func crash() async throws {
        try process.find().cast(Crash())
    }

    struct Crash: ServerCast {
        func handle(_ clerk: inout Clerk, _ context: Context<Clerk>) throws {
            throw ShopError(reason: "had enough")
        }
    }
}
