import Processes

/// The process that an application runs under: the parent of what the start links, which takes down what is left.
///
/// It lives in the task that starts the application, so that no thread is needed for it.
struct ApplicationMaster: Sendable {
    private enum Order: Sendable {
        case shutDown(ProcessID)
        case finish
    }

    /// How long what is left over may take to end before it is killed.
    private static let patience = Duration.seconds(5)

    private let process: ProcessRef<Order>

    /// Starts an application and serves as its master; returns when the application has ended.
    ///
    /// `onStart` is given what the start made. When the start throws, what it had linked is ended before its error is
    /// thrown on.
    static func serve<Made: Sendable>(
        _ name: String,
        start: @Sendable () async throws -> Made,
        onStart: @Sendable (Made, ApplicationMaster) -> Void
    ) async throws {
        let options = ProcessOptions(trapsExits: true, label: "application \(name)")
        let outcome = try await adoptTask(Order.self, options: options) { inbox in
            let master = ApplicationMaster(process: inbox.ref)
            let outcome: Result<Void, any Error>
            do {
                onStart(try await start(), master)
                while case .shutDown(let root) = try await nextOrder(&inbox) { root.exit(.shutdown) }
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await master.takeDownDescendants()
            return outcome
        }
        try outcome.get()
    }

    /// The next order; what signals say is of no use here, and they must not pile up.
    private nonisolated(nonsending) static func nextOrder(_ inbox: inout Inbox<Order>) async throws -> Order {
        while true {
            if let order = try await inbox.select({ $0 })?.message { return order }
        }
    }

    /// Asks the root of a tree to end, as its parent does.
    func shutDown(_ root: ProcessID) {
        process.send(.shutDown(root))
    }

    /// Lets the master end, and waits until nothing that descends from it is left.
    func finish() async {
        process.send(.finish)
        _ = await process.id.exitReason()
    }

    /// Ends whatever descends from it at once.
    func kill() {
        for descendant in descendants { descendant.kill() }
    }

    private var descendants: [ProcessID] {
        process.id.system.list.filter { $0.descends(from: process.id) }
    }

    private func takeDownDescendants() async {
        let children = descendants.filter { $0.parent == process.id }
        for child in children { child.exit(.shutdown) }
        for child in children { _ = await child.exitReason(within: Self.patience) }
        kill()
    }
}
