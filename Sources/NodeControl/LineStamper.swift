/// Puts a stamp before every line of a stream that comes in pieces of any size.
///
/// It keeps nothing but where it is: the start of a line that is not complete yet goes out at once, and the rest
/// follows without a second stamp.
package struct LineStamper: Hashable, Sendable {
    /// Whether what was written last ended a line.
    package private(set) var isAtLineStart = true

    package init() {}

    /// The bytes with a stamp before each line that begins in them.
    package mutating func stamp(_ bytes: some Collection<UInt8>, with stamp: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 4 * stamp.count)
        var rest = bytes[...]
        while !rest.isEmpty {
            if isAtLineStart { result += stamp }
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                result += rest
                isAtLineStart = false
                return result
            }
            result += rest[...end]
            rest = rest[rest.index(after: end)...]
            isAtLineStart = true
        }
        return result
    }

    /// Ends the line that is not complete, if there is one.
    package mutating func endLine() -> [UInt8] {
        defer { isAtLineStart = true }
        return isAtLineStart ? [] : [UInt8(ascii: "\n")]
    }
}
