import OTP

/// The to-do system, as a tree of processes and as what it can do.
///
/// Everything finds everything else by name, so that no part holds on to one that has been restarted.
enum TodoSystem {
    /// The name of the supervisor at the top.
    static let name: ProcessName = "todo"

    /// What serves lists, each part after those it needs.
    @ChildrenBuilder static func children(_ settings: StorageSettings) -> [ChildSpec] {
        Database.child(settings)
        Watchers.children
        ListCache.children
    }

    /// Starts what serves lists, and nothing else, unless it runs: for one-off tasks, and for tests.
    static func start(_ settings: StorageSettings) async throws {
        try settings.folder.create()
        do {
            _ = try await Supervisor.startLink(.restForOne, name: name) { children(settings) }
        } catch StartError.alreadyStarted {}
    }

    static func add(_ entry: Entry, to list: ListName) async throws {
        try await ListCache.call(list, ListServer.Add(entry: entry))
    }

    static func list(_ list: ListName) async throws -> TodoList {
        try await ListCache.call(list, ListServer.Get())
    }

    static func lists() async throws -> [ListName] {
        try await Database.lists()
    }

    /// Drops old entries from the files; list servers notice when they are asked next.
    static func purge(before day: Day) async throws -> Int {
        var count = 0
        for list in try await lists() { count += try await Database.purge(list, before: day) }
        return count
    }
}

/// Where entries are kept, and by how many workers.
struct StorageSettings: Hashable, Sendable {
    let folder: StorageFolder
    let workers: Int
}
