import OTP

/// Finds the server of a list, and starts it when there is none.
enum ListCache {
    private static let registry: ProcessName = "todo.registry"
    private static let supervisor: ProcessName = "todo.lists"
    /// How many lists may be in memory; for more there is no service until some are idle.
    private static let capacity = 10_000

    /// What knows the servers, and what supervises them.
    @ChildrenBuilder static var children: [ChildSpec] {
        Registry<ListName, Void>.child(keys: .unique, name: registry)
        DynamicSupervisor.child(maxChildren: capacity, name: supervisor)
    }

    /// The lists that have a server.
    static func running() throws -> [ListName] {
        try Registry<ListName, Void>(named: registry).select { $0.key }
    }

    static func server(of list: ListName) async throws -> ServerRef<ListServer> {
        let name = try ServerName<ListServer>.via(Registry<ListName, Void>(named: registry), list)
        if let running = name.process { return try ServerRef(running) }
        do {
            let child = ListServer.child(list, name: name, options: ListServer.options)
            _ = try await DynamicSupervisor(named: supervisor).start(child)
        } catch SupervisorError.alreadyStarted {
            // Somebody else asked at the same time.
        }
        return try name.find()
    }

    /// Sends a message to the server of a list, and waits for its answer.
    static func call<Message: AsyncServerCall, Value>(
        _ list: ListName,
        _ message: Message
    ) async throws -> Value where Message.Server == ListServer, Message.Response == Result<Value, any Error> {
        do {
            return try await server(of: list).call(message).get()
        } catch CallError.noProcess, CallError.exited(.normal) {
            // It ended for want of work just before the message came, and did not handle it.
            return try await server(of: list).call(message).get()
        }
    }
}
