import OTP

/// Serves one list: answers from memory, and adds only what the database has on the disk.
///
/// It ends when nobody asks for a while. What it knew is on the disk, as it is when it crashes.
struct ListServer: GenServer, CustomChild {
    static let options = ServerOptions(process: ProcessOptions(mailboxLimit: MailboxLimit(200)))
    static let idleLimit = Duration.seconds(60)

    private let name: ListName
    private var snapshot: ListStore.Snapshot?

    static func customize(_ child: inout ChildSpec) { child.restart = .transient }

    static func initialize(_ name: ListName, _ context: Context<ListServer>) -> ListServer? {
        context.timeout(after: idleLimit)
        return ListServer(name: name)
    }

    /// Asks for the list as it stands.
    struct Get: AsyncServerCall {
        func handle(_ server: inout ListServer, _ context: Context<ListServer>) async -> Result<TodoList, any Error> {
            context.timeout(after: idleLimit)
            return await Result { try await server.list() }
        }
    }

    /// Adds an entry; the answer comes when it is on the disk.
    struct Add: AsyncServerCall {
        let entry: Entry

        func handle(_ server: inout ListServer, _ context: Context<ListServer>) async -> Result<Void, any Error> {
            context.timeout(after: idleLimit)
            return await Result { try await server.add(entry) }
        }
    }

    mutating func handleTimeout(_ context: Context<ListServer>) {
        context.stop()
    }

    var statusDescription: String {
        "the list \(name), \(snapshot.map { "\($0.list.all.count) entries" } ?? "not read")"
    }
}

extension ListServer {
    /// The list, read again only when its file changed, which a one-off task beside the node may do.
    private mutating func list() async throws -> TodoList {
        if let fresh = try await Database.load(name, unless: snapshot) { snapshot = fresh }
        return snapshot?.list ?? TodoList()
    }

    private mutating func add(_ entry: Entry) async throws {
        var known = snapshot
        // Unless this comes to its end, nobody knows what the file holds.
        snapshot = nil
        let change = try await Database.append(entry, to: name, knowing: known)
        Watchers.tell(entry, addedTo: name)
        guard known?.version == change.before else { return }
        known?.list.add(entry)
        known?.version = change.after
        known?.endsWhole = true
        snapshot = known
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous function returns or throws.
    init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
