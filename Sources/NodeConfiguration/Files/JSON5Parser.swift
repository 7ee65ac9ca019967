/// Reads one JSON5 text (https://spec.json5.org), and notes where everything stands.
struct JSON5Parser {
    /// How many lists and tables may lie within each other.
    static let depthLimit = 64

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private(set) var position = SourcePosition(line: 1, column: 1)

    /// The tree of a text of UTF-8.
    static func document(in bytes: [UInt8]) throws(SourceError) -> SourceNode {
        guard bytes.count <= ConfigurationFormat.byteLimit else {
            throw SourceError(
                "the file has \(bytes.count) bytes; at most \(ConfigurationFormat.byteLimit) are read",
                at: SourcePosition(line: 1, column: 1)
            )
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw invalidText(bytes) }
        var parser = JSON5Parser(scalars: Array(text.unicodeScalars))
        let root = try parser.value(depth: 0)
        try parser.skipBlanks()
        guard parser.next == nil else { throw parser.unexpected("expected nothing more") }
        return root
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    /// Where a text stops being UTF-8.
    private static func invalidText(_ bytes: [UInt8]) -> SourceError {
        var position = SourcePosition(line: 1, column: 1)
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { position.pass(scalar, following: nil) }
        return SourceError("invalid UTF-8", at: position)
    }

    // MARK: - Letters

    /// The scalar that comes next; `nil` at the end.
    var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    /// The scalar after the next one.
    private var second: Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }

    @discardableResult
    mutating func take() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        index += 1
        position.pass(scalar, following: index > 1 ? scalars[index - 2] : nil)
        return scalar
    }

    mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        guard next == wanted else { return false }
        take()
        return true
    }

    func unexpected(_ expectation: String) -> SourceError {
        guard let next else { return SourceError("\(expectation), found the end", at: position) }
        let isShown = next.properties.isAlphabetic || (0x21..<0x7f).contains(next.value)
        let found = isShown ? "'\(next)'" : "U+\(String(next.value, radix: 16, uppercase: true))"
        return SourceError("\(expectation), found \(found)", at: position)
    }

    /// Passes white space and comments.
    mutating func skipBlanks() throws(SourceError) {
        while let scalar = next {
            if scalar == "/" {
                try skipComment()
            } else if scalar.isBlankInJSON5 {
                take()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(SourceError) {
        let start = position
        switch second {
        case "/":
            while let scalar = next, !scalar.endsLine { take() }
        case "*":
            take()
            take()
            while !(next == "*" && second == "/") {
                guard take() != nil else { throw SourceError("the comment that starts here has no end", at: start) }
            }
            take()
            take()
        default:
            throw unexpected("expected a value")
        }
    }

    // MARK: - Values

    private mutating func value(depth: Int) throws(SourceError) -> SourceNode {
        try skipBlanks()
        let start = position
        switch next {
        case "{":
            try check(depth)
            return SourceNode(.table(try members(depth: depth)), at: start)
        case "[":
            try check(depth)
            return SourceNode(.list(try elements(depth: depth)), at: start)
        case "\"", "'":
            return SourceNode(.value(.string(try string())), at: start)
        case let scalar? where "+-.0123456789".unicodeScalars.contains(scalar):
            return SourceNode(.value(try number()), at: start)
        case let scalar? where scalar.startsNameInJSON5:
            return SourceNode(.value(try word(at: start)), at: start)
        default:
            throw unexpected("expected a value")
        }
    }

    private func check(_ depth: Int) throws(SourceError) {
        guard depth >= Self.depthLimit else { return }
        throw SourceError("more than \(Self.depthLimit) levels within each other", at: position)
    }

    private mutating func word(at start: SourcePosition) throws(SourceError) -> ConfigurationValue {
        // A word is not quoted in messages: it may be a secret without its quotes.
        switch try name() {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case "Infinity", "NaN": return .double(.infinity)
        default: throw SourceError("this word is no value; put text in quotes", at: start)
        }
    }

    private mutating func elements(depth: Int) throws(SourceError) -> [SourceNode] {
        take()
        var elements: [SourceNode] = []
        while true {
            try skipBlanks()
            if take("]") { return elements }
            elements.append(try value(depth: depth + 1))
            try skipBlanks()
            guard next == "]" || take(",") else { throw unexpected("expected ',' or ']'") }
        }
    }

    private mutating func members(depth: Int) throws(SourceError) -> [SourceNode.Member] {
        take()
        var members: [SourceNode.Member] = []
        var lines: [String: Int] = [:]
        while true {
            try skipBlanks()
            if take("}") { return members }
            let place = position
            let name = try memberName()
            if let line = lines.updateValue(place.line, forKey: name) {
                throw SourceError("'\(name)' was already set on line \(line)", at: place)
            }
            try skipBlanks()
            guard take(":") else { throw unexpected("expected ':'") }
            members.append(SourceNode.Member(name: name, node: try value(depth: depth + 1)))
            try skipBlanks()
            guard next == "}" || take(",") else { throw unexpected("expected ',' or '}'") }
        }
    }

    private mutating func memberName() throws(SourceError) -> String {
        let place = position
        let name: String
        switch next {
        case "\"", "'": name = try string()
        case let scalar? where scalar.startsNameInJSON5: name = try self.name()
        default: throw unexpected("expected the name of a key")
        }
        guard !name.isEmpty else { throw SourceError("this key has no name", at: place) }
        return name
    }
}

extension SourcePosition {
    /// Goes on behind a scalar.
    mutating func pass(_ scalar: Unicode.Scalar, following former: Unicode.Scalar?) {
        if scalar == "\n", former == "\r" { return }
        if scalar.endsLine {
            line += 1
            column = 1
        } else {
            column += 1
        }
    }
}

extension Unicode.Scalar {
    var endsLine: Bool { self == "\n" || self == "\r" || self == "\u{2028}" || self == "\u{2029}" }

    var isBlankInJSON5: Bool {
        switch self {
        case "\t", "\u{b}", "\u{c}", " ", "\u{a0}", "\u{feff}": true
        default: endsLine || properties.generalCategory == .spaceSeparator
        }
    }

    var startsNameInJSON5: Bool {
        self == "$" || self == "_" || self == "\\" || properties.isIDStart
    }

    var continuesNameInJSON5: Bool {
        startsNameInJSON5 || properties.isIDContinue || self == "\u{200c}" || self == "\u{200d}"
    }
}
