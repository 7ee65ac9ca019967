import JSONValues

/// How entries are written to a file: one JSON object a line, the newest last.
struct EntryLog: Hashable, Sendable {
    private(set) var entries: [Entry] = []
    /// How many bytes from the start hold entries; what follows is half an entry that nobody was told of.
    private(set) var length = 0
    /// Whether the last entry lacks its line end, as after an edit by hand.
    private(set) var lacksLineEnd = false

    /// Reads a file's content.
    ///
    /// A last line without its end that is no entry is what a power cut leaves of an addition in progress: it was never
    /// acknowledged and is passed over. Anything else that is no entry means that the file is not ours to change.
    init(parsing bytes: [UInt8], path: String) throws(TodoError) {
        var start = 0
        var line = 0
        while start < bytes.count {
            line += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
            guard let entry = Self.decode(Array(bytes[start..<(end ?? bytes.count)])) else {
                if end == nil { return }
                throw .corruptFile(path: path, line: line)
            }
            entries.append(entry)
            start = end.map { $0 + 1 } ?? bytes.count
            length = start
            lacksLineEnd = end == nil
        }
    }

    /// The bytes that add an entry to a file.
    static func encode(_ entry: Entry) -> [UInt8] {
        let line: JSONValue = ["date": .string(entry.date.description), "title": .string(entry.title)]
        return line.utf8() + [UInt8(ascii: "\n")]
    }

    private static func decode(_ line: [UInt8]) -> Entry? {
        guard let value = try? JSONValue(parsing: line),
            let date = value["date"]?.asString,
            let title = value["title"]?.asString,
            let day = try? Day(date)
        else { return nil }
        return try? Entry(date: day, title: title)
    }
}
