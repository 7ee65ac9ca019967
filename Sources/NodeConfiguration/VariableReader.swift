/// Takes a text with variables apart.
struct VariableReader {
    private var rest: Substring
    private let text: String

    /// How many defaults may stand within each other.
    private static let depthLimit = 16

    init(_ text: String) {
        self.text = text
        rest = text[...]
    }

    /// The pieces up to the end, or inside of a default up to its brace.
    mutating func pieces(depth: Int) throws(VariableSyntaxError) -> [VariableText.Piece] {
        guard depth <= Self.depthLimit else {
            throw VariableSyntaxError(reason: "more than \(Self.depthLimit) defaults stand within each other")
        }
        var pieces: [VariableText.Piece] = []
        var plain = ""
        while let character = rest.first {
            if rest.hasPrefix("$${") {
                plain += takeEscaped()
            } else if rest.hasPrefix("${") {
                if !plain.isEmpty { pieces.append(.text(plain)) }
                plain = ""
                pieces.append(try variable(depth: depth))
            } else if character == "}", depth > 0 {
                break
            } else {
                plain.append(character)
                rest.removeFirst()
                plain += takePlain(depth: depth)
            }
        }
        if !plain.isEmpty { pieces.append(.text(plain)) }
        return pieces
    }

    /// What comes before anything that means something.
    private mutating func takePlain(depth: Int) -> Substring {
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "$") || depth > 0 && $0 == UInt8(ascii: "}") }
        let plain = rest[..<(end ?? rest.endIndex)]
        rest = rest[plain.endIndex...]
        return plain
    }

    /// `$${NAME}` means `${NAME}` as it stands.
    private mutating func takeEscaped() -> String {
        rest.removeFirst()
        let end = rest.firstIndex(of: "}").map { rest.index(after: $0) } ?? rest.endIndex
        defer { rest = rest[end...] }
        return String(rest[..<end])
    }

    private mutating func variable(depth: Int) throws(VariableSyntaxError) -> VariableText.Piece {
        rest.removeFirst(2)
        let name = String(rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        guard let first = name.first, !first.isNumber else {
            throw VariableSyntaxError(
                reason: "a '${' needs the name of a variable and a '}'; write '$${' for '${' itself"
            )
        }
        rest.removeFirst(name.count)
        let emptyIsUnset = take(":")
        let otherwise = try otherwise(name, depth: depth, hasColon: emptyIsUnset)
        guard take("}") else { throw VariableSyntaxError(reason: "'${\(name)' needs its '}'") }
        return .variable(name: name, emptyIsUnset: emptyIsUnset, otherwise: otherwise)
    }

    private mutating func otherwise(
        _ name: String,
        depth: Int,
        hasColon: Bool
    ) throws(VariableSyntaxError) -> VariableText.Otherwise {
        if take("-") { return .use(try pieces(depth: depth + 1)) }
        if take("?") {
            let message = rest.prefix { $0 != "}" }
            rest = rest[message.endIndex...]
            return .fail(message: message.isEmpty ? nil : String(message))
        }
        guard !hasColon, rest.first == "}" || rest.isEmpty else {
            throw VariableSyntaxError(
                reason: "'${\(name)' is followed by '}', ':-' and a default, or ':?' and a message"
            )
        }
        return .fail(message: nil)
    }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }
}
