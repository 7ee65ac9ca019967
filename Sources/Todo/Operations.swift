import Boot

// What `rpc`, `eval` and `remote` offer as `Todo.…`. The functions stand by themselves because the module already gives
// them their first name, so that evaluated Swift calls them the same way.

/// Adds an entry to a list; when this returns, it is on the disk.
@discardableResult
public func add(list: String, date: Day, title: String) async throws -> Entry {
    let entry = try Entry(date: date, title: title)
    try await startForTask()
    try await TodoSystem.add(entry, to: ListName(list))
    return entry
}

/// The entries of a list for a day, in the order they were added.
public func entries(list: String, date: Day) async throws -> [Entry] {
    try await startForTask()
    return try await TodoSystem.list(ListName(list)).entries(on: date)
}

/// All entries of a list, by day.
public func entries(list: String) async throws -> [Entry] {
    try await startForTask()
    return try await TodoSystem.list(ListName(list)).all
}

/// The names of all lists.
public func lists() async throws -> [String] {
    try await startForTask()
    return try await TodoSystem.lists().map(\.description)
}

/// The names of the lists that somebody asked for lately, so that a server runs for them.
public func servers() async throws -> [String] {
    try await startForTask()
    return try ListCache.running().map(\.description).sorted()
}

/// Drops the entries of all days before the given one from every list, and returns how many these were.
///
/// A task to run now and then, beside the running node or without one:
///
///     bin/todo eval 'Todo.purge(before: "20170101")'
public func purge(before date: Day) async throws -> Int {
    try await startForTask()
    return try await TodoSystem.purge(before: date)
}

/// Where nothing was started, as for `eval`, starts what serves lists.
private func startForTask() async throws {
    if Node.state == .loaded { try await TodoSystem.start(StorageSettings(Node.configuration)) }
}
