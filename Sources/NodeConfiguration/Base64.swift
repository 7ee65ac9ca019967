/// Binary data as text, as RFC 4648 says.
package enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// The text for `bytes`, padded.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `text` stands for, blanks ignored; `nil` when it is not base 64.
    package static func decode(_ text: String) -> [UInt8]? {
        let digits = text.utf8.filter { $0 > 0x20 }
        let content = digits.prefix { $0 != padding }
        let padded = digits.count - content.count
        guard digits.count % 4 == 0, padded <= 2, digits.suffix(padded).allSatisfy({ $0 == padding }) else {
            return nil
        }
        var bytes: [UInt8] = []
        var bits = 0
        for (index, letter) in content.enumerated() {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            bits = bits << 6 | value
            let held = (index + 1) * 6 % 8
            if index % 4 > 0 { bytes.append(UInt8(truncatingIfNeeded: bits >> held)) }
        }
        return bytes
    }
}
