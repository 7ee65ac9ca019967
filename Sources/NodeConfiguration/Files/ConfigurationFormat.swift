import JSONValues

/// A way to write configuration files.
public struct ConfigurationFormat: Sendable {
    /// What people call it.
    public let name: String
    /// How names of such files end, dot included.
    public let endings: [String]
    /// The tree of a text; `nil` when the text holds nothing.
    package let parse: @Sendable ([UInt8]) throws(SourceError) -> SourceNode?

    package init(
        name: String,
        endings: [String],
        parse: @escaping @Sendable ([UInt8]) throws(SourceError) -> SourceNode?
    ) {
        self.name = name
        self.endings = endings
        self.parse = parse
    }

    /// JSON, as RFC 8259 has it.
    public static let json = ConfigurationFormat(name: "JSON", endings: [".json"]) { bytes throws(SourceError) in
        do throws(JSONError) {
            // The other parser is told what is wrong by the strict one, and tells where everything stands.
            _ = try JSONValue(parsing: bytes, limits: JSONLimits(depth: JSON5Parser.depthLimit, bytes: byteLimit))
        } catch {
            throw SourceError(error)
        }
        return try JSON5Parser.document(in: bytes)
    }

    /// JSON5: JSON with comments, trailing commas, names without quotes and what else people like to write.
    public static let json5 = ConfigurationFormat(name: "JSON5", endings: [".json5"]) { bytes throws(SourceError) in
        try JSON5Parser.document(in: bytes)
    }

    /// The most bytes of a file.
    package static let byteLimit = 16 << 20
}

extension SourceError {
    /// The same of strict JSON.
    init(_ error: JSONError) {
        switch error {
        case .malformed(let reason, let line, let column):
            self.init(reason, at: SourcePosition(line: line, column: column))
        case .tooDeep(let limit, let line, let column):
            self.init("more than \(limit) levels within each other", at: SourcePosition(line: line, column: column))
        case .tooLarge, .mismatch, .notEncodable:
            self.init("\(error)", at: SourcePosition(line: 1, column: 1))
        }
    }
}
