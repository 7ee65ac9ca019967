extension JSON5Parser {
    // MARK: - Texts

    /// Reads a string from its opening quote on.
    mutating func string() throws(SourceError) -> String {
        let start = position
        guard let quote = take() else { throw unexpected("expected a string") }
        var text = String.UnicodeScalarView()
        while let scalar = next {
            switch scalar {
            case quote:
                take()
                return String(text)
            case "\\":
                try escape(into: &text)
            case "\n", "\r":
                throw SourceError("the string that starts here has no end on its line", at: start)
            default:
                take()
                text.append(scalar)
            }
        }
        throw SourceError("the string that starts here has no end", at: start)
    }

    /// Reads an escape from its backslash on.
    private mutating func escape(into text: inout String.UnicodeScalarView) throws(SourceError) {
        let start = position
        take()
        guard let scalar = take() else { throw SourceError("unfinished escape", at: start) }
        switch scalar {
        case "b": text.append("\u{8}")
        case "f": text.append("\u{c}")
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "t": text.append("\t")
        case "v": text.append("\u{b}")
        case "x": text.append(Unicode.Scalar(UInt8(truncatingIfNeeded: try hexadecimal(2, since: start))))
        case "u": text.append(try unicodeEscape(since: start))
        case "0" where next.map(\.isDigit) != true: text.append("\0")
        case "\r":
            // A line may go on in the next one.
            _ = take("\n")
        case "\n", "\u{2028}", "\u{2029}": break
        case _ where scalar.isDigit: throw SourceError("unknown escape", at: start)
        default: text.append(scalar)
        }
    }

    /// Reads the digits of `\u`, of both halves where there are two.
    private mutating func unicodeEscape(since start: SourcePosition) throws(SourceError) -> Unicode.Scalar {
        let first = try hexadecimal(4, since: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, take("\\"), take("u") else { throw SourceError("half a surrogate pair", at: start) }
        let last = try hexadecimal(4, since: start)
        guard (0xdc00..<0xe000).contains(last),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (last - 0xdc00))
        else { throw SourceError("half a surrogate pair", at: start) }
        return scalar
    }

    private mutating func hexadecimal(_ count: Int, since start: SourcePosition) throws(SourceError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = next?.hexadecimalValue else {
                throw SourceError("an escape needs \(count) hexadecimal digits here", at: start)
            }
            take()
            value = value << 4 | digit
        }
        return value
    }

    /// Reads a name without quotes.
    mutating func name() throws(SourceError) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = next, scalar.continuesNameInJSON5 {
            let start = position
            take()
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard take("u") else { throw SourceError("a name can only have escapes such as \\u00e9", at: start) }
            let escaped = try unicodeEscape(since: start)
            guard escaped != "\\", escaped.continuesNameInJSON5 else {
                throw SourceError("this cannot stand in a name without quotes", at: start)
            }
            text.append(escaped)
        }
        return String(text)
    }

    // MARK: - Numbers

    mutating func number() throws(SourceError) -> ConfigurationValue {
        let start = position
        var text = ""
        if next == "+" || next == "-", let sign = take() { text.unicodeScalars.append(sign) }
        if next == "I" || next == "N" {
            let word = try name()
            guard word == "Infinity" || word == "NaN" else { throw SourceError("this is no number", at: start) }
            return .double(.infinity)
        }
        if next == "0" {
            take()
            if take("x") || take("X") { return try hexadecimalNumber(isNegative: text == "-", since: start) }
            guard next.map(\.isDigit) != true else { throw SourceError("a number cannot start with 0", at: start) }
            text += "0"
        }
        return try decimal(text, since: start)
    }

    private mutating func decimal(_ sign: String, since start: SourcePosition) throws(SourceError) -> ConfigurationValue
    {
        var text = sign
        let whole = takeDigits()
        text += whole
        let hasWhole = !whole.isEmpty || sign.hasSuffix("0")
        var isWhole = true
        if take(".") {
            isWhole = false
            let fraction = takeDigits()
            guard hasWhole || !fraction.isEmpty else { throw unexpected("expected a digit") }
            text += (hasWhole ? "." : "0.") + (fraction.isEmpty ? "0" : fraction)
        } else if !hasWhole {
            throw unexpected("expected a digit")
        }
        if next == "e" || next == "E" {
            take()
            isWhole = false
            var exponent = ""
            if next == "+" || next == "-", let sign = take() { exponent.unicodeScalars.append(sign) }
            let digits = takeDigits()
            guard !digits.isEmpty else { throw unexpected("expected a digit") }
            text += "e\(exponent)\(digits)"
        }
        if let next, next.continuesNameInJSON5 { throw unexpected("expected the end of the number") }
        if isWhole {
            guard let number = Int(text) else { throw tooLarge(start) }
            return .int(number)
        }
        guard let number = Double(text), number.isFinite else { throw SourceError("number out of range", at: start) }
        return .double(number)
    }

    private mutating func hexadecimalNumber(
        isNegative: Bool,
        since start: SourcePosition
    ) throws(SourceError) -> ConfigurationValue {
        var digits = isNegative ? "-" : ""
        while let scalar = next, scalar.hexadecimalValue != nil {
            digits.unicodeScalars.append(scalar)
            take()
        }
        guard digits != "", digits != "-" else { throw unexpected("expected a hexadecimal digit") }
        if let next, next.continuesNameInJSON5 { throw unexpected("expected the end of the number") }
        guard let number = Int(digits, radix: 16) else { throw tooLarge(start) }
        return .int(number)
    }

    private mutating func takeDigits() -> String {
        var text = String.UnicodeScalarView()
        while let scalar = next, scalar.isDigit {
            text.append(scalar)
            take()
        }
        return String(text)
    }

    private func tooLarge(_ start: SourcePosition) -> SourceError {
        SourceError("this number does not fit into an int; quote it if it is text", at: start)
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { ("0"..."9").contains(self) }

    fileprivate var hexadecimalValue: UInt32? {
        switch self {
        case "0"..."9": value - 0x30
        case "a"..."f": value - 0x61 + 10
        case "A"..."F": value - 0x41 + 10
        default: nil
        }
    }
}
