/// Something to do on a day.
public struct Entry: Hashable, Sendable, Codable {
    /// When it is to be done.
    public let date: Day
    /// What is to be done: one line of text.
    public let title: String

    /// The most bytes of UTF-8 that a title may have.
    public static let titleLimit = 4096

    /// Makes an entry, refusing a title that is empty, too long, or has control characters.
    public init(date: Day, title: String) throws(TodoError) {
        guard !title.isEmpty, title.utf8.count <= Self.titleLimit, !title.hasControlCharacters else {
            throw .malformedTitle
        }
        self.date = date
        self.title = title
    }

    /// Reads an entry as it is stored, with the same checks.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            date: container.decode(Day.self, forKey: .date),
            title: container.decode(String.self, forKey: .title)
        )
    }

    private enum CodingKeys: String, CodingKey {
        case date
        case title
    }
}

extension Entry {
    /// How a listing shows it.
    var line: String { "\(date)    \(title)\n" }
}

extension String {
    /// Whether the text would break a listing of one item a line.
    var hasControlCharacters: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control || $0 == "\u{2028}" || $0 == "\u{2029}" }
    }
}
