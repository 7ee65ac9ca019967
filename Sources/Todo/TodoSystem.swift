import Synchronization

/// The to-do system: a cache of list servers over a database.
struct TodoSystem: Sendable {
    private let database: Database
    private let cache: ListCache

    /// Opens the storage folder, making it when there is none.
    init(_ settings: StorageSettings) throws(TodoError) {
        try settings.folder.create()
        self.database = Database(folder: settings.folder, workers: settings.workers)
        self.cache = ListCache(database: database)
    }

    func add(_ entry: Entry, to list: ListName) async throws(TodoError) {
        try await cache.server(of: list).add(entry)
    }

    func list(_ name: ListName) async throws(TodoError) -> TodoList {
        try await cache.server(of: name).list()
    }

    func lists() async throws(TodoError) -> [ListName] {
        try await database.lists()
    }

    func purge(before day: Day) async throws(TodoError) -> Int {
        var count = 0
        for list in try await lists() {
            count += try await cache.server(of: list).purge(before: day)
        }
        return count
    }
}

/// Where entries are kept, and by how many workers.
struct StorageSettings: Hashable, Sendable {
    let folder: StorageFolder
    let workers: Int
}
