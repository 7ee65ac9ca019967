/// Takes a text with variables apart.
struct VariableReader {
    private let bytes: [UInt8]
    private var index = 0

    /// How many defaults may stand within each other.
    private static let depthLimit = 16

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The pieces up to the end, or inside of a default up to its brace.
    mutating func pieces(depth: Int) throws(VariableSyntaxError) -> [VariableText.Piece] {
        guard depth <= Self.depthLimit else {
            throw VariableSyntaxError(reason: "more than \(Self.depthLimit) defaults stand within each other")
        }
        var pieces: [VariableText.Piece] = []
        var plain: [UInt8] = []
        while index < bytes.count {
            if follows("$${") {
                plain += takeEscaped()
            } else if follows("${") {
                if !plain.isEmpty { pieces.append(.text(Self.text(plain[...]))) }
                plain = []
                pieces.append(try variable(depth: depth))
            } else if bytes[index] == UInt8(ascii: "}"), depth > 0 {
                break
            } else {
                plain += takePlain(depth: depth)
            }
        }
        if !plain.isEmpty { pieces.append(.text(Self.text(plain[...]))) }
        return pieces
    }

    /// One byte, and what follows it up to anything that may mean something.
    private mutating func takePlain(depth: Int) -> ArraySlice<UInt8> {
        let start = index
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "$"), depth == 0 || bytes[index] != UInt8(ascii: "}") {
            index += 1
        }
        return bytes[start..<index]
    }

    /// `$${NAME}` means `${NAME}` as it stands.
    private mutating func takeEscaped() -> ArraySlice<UInt8> {
        let start = index + 1
        index = bytes[start...].firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 } ?? bytes.count
        return bytes[start..<index]
    }

    private mutating func variable(depth: Int) throws(VariableSyntaxError) -> VariableText.Piece {
        index += 2
        let name = takeName()
        guard let first = name.utf8.first, !Self.isDigit(first) else {
            throw VariableSyntaxError(
                reason: "a '${' needs the name of a variable and a '}'; write '$${' for '${' itself"
            )
        }
        let emptyIsUnset = take(UInt8(ascii: ":"))
        let otherwise = try otherwise(name, depth: depth, hasColon: emptyIsUnset)
        guard take(UInt8(ascii: "}")) else { throw VariableSyntaxError(reason: "'${\(name)' needs its '}'") }
        return .variable(name: name, emptyIsUnset: emptyIsUnset, otherwise: otherwise)
    }

    private mutating func takeName() -> String {
        let start = index
        while index < bytes.count, Self.isDigit(bytes[index]) || Self.isLetter(bytes[index]) { index += 1 }
        return Self.text(bytes[start..<index])
    }

    private mutating func otherwise(
        _ name: String,
        depth: Int,
        hasColon: Bool
    ) throws(VariableSyntaxError) -> VariableText.Otherwise {
        if take(UInt8(ascii: "-")) { return .use(try pieces(depth: depth + 1)) }
        if take(UInt8(ascii: "?")) {
            let message = bytes[index...].prefix { $0 != UInt8(ascii: "}") }
            index = message.endIndex
            return .fail(message: message.isEmpty ? nil : Self.text(message))
        }
        guard !hasColon, index == bytes.count || bytes[index] == UInt8(ascii: "}") else {
            throw VariableSyntaxError(
                reason: "'${\(name)' is followed by '}', ':-' and a default, or ':?' and a message"
            )
        }
        return .fail(message: nil)
    }

    private func follows(_ text: StaticString) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
