import Glibc

/// Reads and changes the files of a storage folder; every change is on the disk when its function returns.
struct ListStore: Sendable {
    let folder: StorageFolder

    /// What a file held, and which state of it that was (nil: there is no file).
    struct Snapshot: Hashable, Sendable {
        var list: TodoList
        var version: FileVersion?
        /// Whether the file ends with a complete line, so that the next entry can follow at once.
        var endsWhole: Bool
    }

    /// The versions of a file before and after an addition.
    struct Change: Hashable, Sendable {
        let before: FileVersion?
        let after: FileVersion?
    }

    /// The list as it stands, or nil when the file still is in the state the caller knows.
    func load(_ list: ListName, unless known: Snapshot?) throws(TodoError) -> Snapshot? {
        let path = folder.path(of: list)
        var status = stat()
        if let known, stat(path, &status) == 0, known.version == FileVersion(status) { return nil }
        guard let file = try StoredFile.open(path, creating: false) else {
            try folder.requirePresence()
            return Snapshot(list: TodoList(), version: nil, endsWhole: true)
        }
        defer { file.close() }
        let version = try file.version
        let log = try EntryLog(parsing: file.contents(), path: path)
        return Snapshot(
            list: TodoList(log.entries),
            version: version,
            endsWhole: log.length == version.size && !log.lacksLineEnd
        )
    }

    /// Adds an entry at the end of the list's file.
    ///
    /// A file in the state the caller knows is not read again; any other is, so that nothing is added to a corrupt one.
    func append(_ entry: Entry, to list: ListName, knowing known: Snapshot?) throws(TodoError) -> Change {
        try folder.requirePresence()
        let path = folder.path(of: list)
        guard let file = try StoredFile.open(path, creating: true) else { return Change(before: nil, after: nil) }
        defer { file.close() }
        let before = try file.version
        var position = before.size
        var bytes = EntryLog.encode(entry)
        if known?.version != before || known?.endsWhole != true {
            let log = try EntryLog(parsing: file.contents(), path: path)
            position = log.length
            if log.lacksLineEnd { bytes.insert(UInt8(ascii: "\n"), at: 0) }
        }
        try file.write(bytes, at: position)
        if before.size == 0 { try folder.synchronize() }
        return Change(before: before, after: try file.version)
    }

    /// Drops the entries of days before the given one and returns how many these were.
    func purge(_ list: ListName, before day: Day) throws(TodoError) -> Int {
        let path = folder.path(of: list)
        guard let file = try StoredFile.open(path, creating: false) else { return 0 }
        defer { file.close() }
        let entries = try EntryLog(parsing: file.contents(), path: path).entries
        let kept = entries.filter { $0.date >= day }
        guard kept.count < entries.count else { return 0 }
        try replace(path, with: kept.flatMap(EntryLog.encode))
        return entries.count - kept.count
    }

    /// Replaces a file as a whole: the old one stays until the new one is complete on the disk.
    private func replace(_ path: String, with bytes: [UInt8]) throws(TodoError) {
        let draft = path + ".new"
        guard unlink(draft) == 0 || errno == ENOENT else { throw .failed("remove", draft) }
        guard let file = try StoredFile.open(draft, creating: true) else { return }
        defer { file.close() }
        do throws(TodoError) {
            try file.write(bytes, at: 0)
            guard rename(draft, path) == 0 else { throw TodoError.failed("replace", path) }
        } catch {
            unlink(draft)
            throw error
        }
        try folder.synchronize()
    }
}
