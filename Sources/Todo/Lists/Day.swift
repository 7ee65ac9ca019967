/// A day of the calendar, written `20170120` or `2017-01-20` and printed as `2017-01-20`.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// Reads a day, refusing one that the calendar does not have.
    public init(_ text: some StringProtocol) throws(TodoError) {
        guard let day = Self(parsing: Array(text.utf8)) else { throw .malformedDay(String(text)) }
        self = day
    }

    /// The day as `2017-01-20`.
    public var description: String {
        "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }

    /// Whether one day is before another.
    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension Day {
    private init?(parsing bytes: [UInt8]) {
        let dash = UInt8(ascii: "-")
        var digits = bytes
        if bytes.count == 10, bytes[4] == dash, bytes[7] == dash {
            digits = Array(bytes[..<4] + bytes[5..<7] + bytes[8...])
        }
        let zero = UInt8(ascii: "0")
        guard digits.count == 8, digits.allSatisfy({ (zero...UInt8(ascii: "9")).contains($0) }) else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - zero) } }

        self.year = number(0..<4)
        self.month = number(4..<6)
        self.day = number(6..<8)
        guard year >= 1, (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: Codable {
    /// Reads a day from a string, or from a number such as `20170120`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            try self.init(padded(number, to: 8))
        } else {
            try self.init(container.decode(String.self))
        }
    }

    /// Writes the day as a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Day: CustomDebugStringConvertible {
    /// The day as it reads in a result: `2017-01-20`.
    public var debugDescription: String { description }
}

private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
