extension JSONParser {
    mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let whole = try wholePart(isNegative: isNegative)
        let isWhole = position == bytes.count || !".eE".utf8.contains(bytes[position])
        if isWhole, let whole { return .int(whole) }
        try fraction()
        try exponent()
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            throw malformed("number out of range", at: start)
        }
        return .double(number)
    }

    /// Passes the digits before the point; nil when their value does not fit.
    private mutating func wholePart(isNegative: Bool) throws(JSONError) -> Int? {
        let start = position
        var value = 0
        var overflows = false
        while let digit = digit() {
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLargeStill) =
                isNegative
                ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            overflows = overflows || tooLarge || tooLargeStill
            value = sum
            position += 1
        }
        guard position > start else { throw unexpected("expected a digit") }
        if bytes[start] == UInt8(ascii: "0"), position > start + 1 {
            throw malformed("a number cannot start with 0", at: start)
        }
        return overflows ? nil : value
    }

    private mutating func fraction() throws(JSONError) {
        guard position < bytes.count, bytes[position] == UInt8(ascii: ".") else { return }
        position += 1
        try digits()
    }

    private mutating func exponent() throws(JSONError) {
        guard position < bytes.count, "eE".utf8.contains(bytes[position]) else { return }
        position += 1
        if position < bytes.count, "+-".utf8.contains(bytes[position]) { position += 1 }
        try digits()
    }

    private mutating func digits() throws(JSONError) {
        guard digit() != nil else { throw unexpected("expected a digit") }
        while digit() != nil { position += 1 }
    }

    private func digit() -> Int? {
        guard position < bytes.count else { return nil }
        let value = bytes[position] &- UInt8(ascii: "0")
        return value < 10 ? Int(value) : nil
    }
}
