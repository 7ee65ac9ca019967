import Boot
import Synchronization

// What `rpc`, `eval` and `remote` offer as `Todo.…`. The functions stand by themselves because the module already gives
// them their first name, so that evaluated Swift calls them the same way.

/// Adds an entry to a list; when this returns, it is on the disk.
@discardableResult
public func add(list: String, date: Day, title: String) async throws -> Entry {
    let entry = try Entry(date: date, title: title)
    try await TodoSystem.current().add(entry, to: ListName(list))
    return entry
}

/// The entries of a list for a day, in the order they were added.
public func entries(list: String, date: Day) async throws -> [Entry] {
    try await TodoSystem.current().list(ListName(list)).entries(on: date)
}

/// All entries of a list, by day.
public func entries(list: String) async throws -> [Entry] {
    try await TodoSystem.current().list(ListName(list)).all
}

/// The names of all lists.
public func lists() async throws -> [String] {
    try await TodoSystem.current().lists().map(\.description)
}

/// Drops the entries of all days before the given one from every list, and returns how many these were.
///
/// A task to run now and then, beside the running node or without one:
///
///     bin/todo eval 'Todo.purge(before: "20170101")'
public func purge(before date: Day) async throws -> Int {
    try await TodoSystem.current().purge(before: date)
}

extension TodoSystem {
    private static let opened = Mutex<(settings: StorageSettings, system: TodoSystem)?>(nil)

    /// The system over a folder, the same one each time.
    static func open(_ settings: StorageSettings) throws -> TodoSystem {
        try opened.withLock { opened in
            if let opened, opened.settings == settings { return opened.system }
            let system = try TodoSystem(settings)
            opened = (settings, system)
            return system
        }
    }

    /// The system that the node's configuration tells of, also where nothing was started.
    static func current() throws -> TodoSystem {
        try open(StorageSettings(Node.configuration))
    }
}
