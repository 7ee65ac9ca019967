/// Serves one list: answers from memory, and adds only what the database has on the disk.
actor ListServer {
    private let name: ListName
    private let worker: DatabaseWorker
    private var snapshot: ListStore.Snapshot?

    init(name: ListName, database: Database) {
        self.name = name
        self.worker = database.worker(for: name)
    }

    /// The list as it stands; read again only when its file changed, which a one-off task beside the node may do.
    func list() async throws(TodoError) -> TodoList {
        let known = snapshot
        if let fresh = try await worker.load(name, unless: known) {
            snapshot = fresh
            return fresh.list
        }
        return known?.list ?? TodoList()
    }

    func add(_ entry: Entry) async throws(TodoError) {
        let change = try await worker.append(entry, to: name, knowing: snapshot)
        guard var current = snapshot, current.version == change.before else {
            snapshot = nil
            return
        }
        current.list.add(entry)
        current.version = change.after
        current.endsWhole = true
        snapshot = current
    }

    func purge(before day: Day) async throws(TodoError) -> Int {
        try await worker.purge(name, before: day)
    }
}
