/// The rules of `"""`: content begins on the next line, and the closing quotes say how far it is indented.
enum MultilineString {
    /// The content without indentation and without its first and last line end.
    static func content(of raw: ArraySlice<UInt8>) throws(StringContentError) -> ArraySlice<UInt8> {
        let unified = raw.filter { $0 != UInt8(ascii: "\r") }
        guard unified.first == UInt8(ascii: "\n") else {
            throw StringContentError(message: "the content of a multi-line string begins on a new line")
        }
        var lines = unified.dropFirst().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let indentation = lines.popLast(), indentation.allSatisfy(isBlank) else {
            throw StringContentError(message: "the closing quotes of a multi-line string stand on a line of their own")
        }
        var content: [ArraySlice<UInt8>] = []
        for (index, line) in lines.enumerated() {
            content.append(try strip(indentation, from: line, number: index + 1))
        }
        return ArraySlice(content.joined(separator: [UInt8(ascii: "\n")]))
    }

    private static func strip(
        _ indentation: ArraySlice<UInt8>,
        from line: ArraySlice<UInt8>,
        number: Int
    ) throws(StringContentError) -> ArraySlice<UInt8> {
        if line.starts(with: indentation) { return line.dropFirst(indentation.count) }
        guard line.allSatisfy(isBlank) else {
            let message = "line \(number) of this string is indented less than its closing quotes"
            throw StringContentError(message: message)
        }
        return []
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
