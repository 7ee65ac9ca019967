import OTP

/// Keeps lists in a folder, with a pool of workers; a list always goes to the same one.
enum Database {
    private static let name: ProcessName = "todo.database"
    /// How long to wait for the disk: less than callers wait for list servers, so that they get to hear of it.
    private static let patience = Duration.seconds(4)

    /// The pool; each worker is restarted by itself.
    static func child(_ settings: StorageSettings) -> ChildSpec {
        PartitionSupervisor.child(name: name, partitions: settings.workers) { _ in
            try await DatabaseWorker.startLink(
                DatabaseWorker(store: ListStore(folder: settings.folder)),
                options: DatabaseWorker.options
            )
        }
    }

    static func load(_ list: ListName, unless known: ListStore.Snapshot?) async throws -> ListStore.Snapshot? {
        try await worker(for: list).call(DatabaseWorker.Load(list: list, known: known), timeout: patience).get()
    }

    static func append(
        _ entry: Entry,
        to list: ListName,
        knowing known: ListStore.Snapshot?
    ) async throws -> ListStore.Change {
        let message = DatabaseWorker.Append(entry: entry, list: list, known: known)
        return try await worker(for: list).call(message, timeout: patience).get()
    }

    static func purge(_ list: ListName, before day: Day) async throws -> Int {
        try await worker(for: list).call(DatabaseWorker.Purge(list: list, day: day), timeout: patience).get()
    }

    static func lists() async throws -> [ListName] {
        try await pool()[0].call(DatabaseWorker.Lists(), timeout: patience).get()
    }

    /// The worker that does everything for a list, in the order asked.
    static func worker(for list: ListName) throws -> ServerRef<DatabaseWorker> {
        try pool()[key(of: list)]
    }

    private static func pool() throws -> PartitionSupervisor<ServerRef<DatabaseWorker>> {
        try PartitionSupervisor(named: name)
    }

    /// Spreads lists evenly and the same way in every run (FNV-1a), unlike `Hasher`.
    static func key(of list: ListName) -> Int {
        let hash = list.description.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return Int(truncatingIfNeeded: hash)
    }
}
