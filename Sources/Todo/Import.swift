import JSONValues
import OTP

/// Many entries that are to be stored at once.
///
/// Lists are worked on concurrently. The entries of one list keep their order, and when one cannot be stored those
/// after it in the same list are not tried.
struct Import: Sendable {
    /// The most entries in one import.
    static let limit = 1000
    /// How many lists are worked on at the same time.
    private static let concurrency = 4

    /// An entry with its number in the import, from one.
    struct Item: Sendable {
        let number: Int
        let list: ListName
        let entry: Entry
    }

    private var items: [Item] = []
    private var outcome = Outcome()

    /// Reads a JSON array of entries, or one entry a line; what is no entry is refused by itself.
    init(parsing body: [UInt8]) throws(HTTPRefusal) {
        let values = try Self.values(of: body)
        guard values.count <= Self.limit else { throw .longImport(limit: Self.limit) }
        for (number, value) in zip(1..., values) {
            do {
                items.append(try Item(number: number, reading: value.get()))
            } catch {
                outcome.refused[number] = error
            }
        }
    }

    /// Stores the entries, and says what became of them.
    func store() async throws -> Outcome {
        let lists = Dictionary(grouping: items, by: \.list).values.sorted { $0[0].number < $1[0].number }
        // Each entry has a limit of its own, so a list of them needs none.
        let results = try lists.concurrentResults(
            maxConcurrency: Self.concurrency,
            ordered: false,
            timeout: nil,
            Self.store
        )
        var outcome = outcome
        for try await result in results {
            let (stored, refused) = try result.get()
            outcome.stored += stored
            outcome.refused.merge(refused) { $1 }
        }
        return outcome
    }

    /// Stores entries of one list.
    @Sendable private static func store(_ items: [Item]) async -> (stored: Int, refused: [Int: any Error]) {
        for (position, item) in items.enumerated() {
            do {
                try await TodoSystem.add(item.entry, to: item.list)
            } catch {
                let rest = items[position...].map { ($0.number, error) }
                return (position, Dictionary(rest) { $1 })
            }
        }
        return (items.count, [:])
    }
}

// MARK: - Reading

extension Import {
    private static func values(of body: [UInt8]) throws(HTTPRefusal) -> [Result<JSONValue, any Error>] {
        let isSpace = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
        guard let first = body.first(where: { !isSpace($0) }) else { throw .unreadableImport(reason: "it is empty") }
        if first == UInt8(ascii: "[") {
            do {
                return try (JSONValue(parsing: body).asArray ?? []).map { .success($0) }
            } catch {
                throw .unreadableImport(reason: "\(error)")
            }
        }
        return body.split(separator: UInt8(ascii: "\n"))
            .filter { !$0.allSatisfy(isSpace) }
            .map { line in Result { try JSONValue(parsing: Array(line)) } }
    }
}

extension Import.Item {
    init(number: Int, reading value: JSONValue) throws {
        func text(_ key: String) throws(ImportFault) -> String {
            guard let text = value[key]?.asString else { throw .missing(key) }
            return text
        }
        self.number = number
        self.list = try ListName(text("list"))
        self.entry = try Entry(date: Day(text("date")), title: text("title"))
    }
}

/// Why something in an import is no entry.
enum ImportFault: Error, Hashable, CustomStringConvertible {
    case missing(String)

    var description: String {
        switch self {
        case .missing(let key): "it lacks the text '\(key)'"
        }
    }
}

// MARK: - Answering

extension Import {
    /// What was stored and what was not.
    struct Outcome: Sendable {
        var stored = 0
        /// By the number of the entry, from one.
        var refused: [Int: any Error] = [:]

        /// 201 when all is stored, 207 when some is, else the status of the first refusal.
        var status: Int {
            guard let first = refused.min(by: { $0.key < $1.key }) else { return 201 }
            return stored > 0 ? 207 : HTTPResponse(first.value).status
        }

        var json: JSONValue {
            let refusals = refused.sorted { $0.key < $1.key }.map { number, error -> JSONValue in
                // What a client is told of a single entry, without the line end.
                ["number": .int(number), "reason": .string(String(HTTPResponse(error).body.dropLast()))]
            }
            return ["stored": .int(stored), "refused": .array(refusals)]
        }
    }
}
