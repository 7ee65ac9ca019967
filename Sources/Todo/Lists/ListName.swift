/// The name of a to-do list: any line of text that fits into a file name.
struct ListName: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of UTF-8 that a name may have: each may need three in the file name, which holds 255.
    static let limit = 80
    static let fileExtension = ".todo"

    let description: String

    init(_ text: String) throws(TodoError) {
        guard !text.isEmpty, text.utf8.count <= Self.limit, !text.hasControlCharacters else {
            throw .malformedListName(text)
        }
        self.description = text
    }

    /// The list that a file of the storage folder holds, if it is one of ours.
    init?(fileName: String) {
        guard fileName.hasSuffix(Self.fileExtension) else { return nil }
        guard let bytes = Self.decode(fileName.utf8.dropLast(Self.fileExtension.utf8.count)),
            let text = String(validating: bytes, as: UTF8.self),
            let name = try? ListName(text)  // a foreign file is no fault, it is only not a list
        else { return nil }
        self = name
    }

    /// The file's name: letters, digits, `_` and `-` as they are, every other byte as `%XX`.
    var fileName: String {
        var encoded = ""
        for byte in description.utf8 {
            if Self.isPlain(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded + Self.fileExtension
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default:
            false
        }
    }

    private static func decode(_ encoded: some Sequence<UInt8>) -> [UInt8]? {
        var decoded: [UInt8] = []
        var bytes = encoded.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = bytes.next(), let low = bytes.next(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            decoded.append(value)
        }
        return decoded
    }
}
