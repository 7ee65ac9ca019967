extension Lexer {
    /// The digits after a dot, so that `pair.0.1` is two members and no number.
    mutating func tupleIndex() throws(Diagnostic) -> Token.Kind {
        .integer(try integer(radix: 10, from: offset))
    }

    mutating func number() throws(Diagnostic) -> Token.Kind {
        let start = offset
        if peek() == UInt8(ascii: "0"), let radix = radix(peek(1)) {
            offset += 2
            let value = try integer(radix: radix, from: start)
            try refuseTrailingLetters(from: start)
            return .integer(value)
        }
        skipDigits()
        let hasFraction = skipFraction()
        let hasExponent = try skipExponent(from: start)
        try refuseTrailingLetters(from: start)
        if hasFraction || hasExponent { return .double(try double(from: start)) }
        offset = start
        return .integer(try integer(radix: 10, from: start))
    }

    private func radix(_ letter: UInt8?) -> UInt64? {
        switch letter {
        case UInt8(ascii: "x"): 16
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "b"): 2
        default: nil
        }
    }

    private mutating func integer(radix: UInt64, from start: Int) throws(Diagnostic) -> UInt64 {
        var value: UInt64 = 0
        var digits = 0
        while let byte = peek() {
            if byte == UInt8(ascii: "_"), digits > 0 {
                offset += 1
                continue
            }
            guard let digit = Self.digit(byte), digit < radix else { break }
            let (product, overflows) = value.multipliedReportingOverflow(by: radix)
            let (sum, carries) = product.addingReportingOverflow(digit)
            offset += 1
            guard !overflows, !carries else {
                skipDigits()
                throw failure("this number does not fit into Int", from: start)
            }
            value = sum
            digits += 1
        }
        guard digits > 0 else { throw failure("this number has no digits", from: start) }
        return value
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private static func isDigit(_ byte: UInt8?) -> Bool {
        byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    }

    private mutating func skipDigits() {
        while Self.isDigit(peek()) || peek() == UInt8(ascii: "_") { offset += 1 }
    }

    private mutating func skipFraction() -> Bool {
        guard peek() == UInt8(ascii: "."), Self.isDigit(peek(1)) else { return false }
        offset += 1
        skipDigits()
        return true
    }

    private mutating func skipExponent(from start: Int) throws(Diagnostic) -> Bool {
        guard let letter = peek(), letter | 0x20 == UInt8(ascii: "e") else { return false }
        let hasSign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
        offset += hasSign ? 2 : 1
        guard Self.isDigit(peek()) else { throw failure("this number's exponent has no digits", from: start) }
        skipDigits()
        return true
    }

    private func double(from start: Int) throws(Diagnostic) -> Double {
        let text = source[SourceRange(lower: start, upper: offset)].filter { $0 != "_" }
        guard let value = Double(text), value.isFinite else {
            throw failure("this number does not fit into Double", from: start)
        }
        return value
    }

    private mutating func refuseTrailingLetters(from start: Int) throws(Diagnostic) {
        guard let byte = peek(), Self.isIdentifierPart(byte) else { return }
        while let byte = peek(), Self.isIdentifierPart(byte) { offset += 1 }
        let text = source[SourceRange(lower: start, upper: offset)]
        throw failure("'\(text)' is neither a number nor a name", from: start)
    }
}
