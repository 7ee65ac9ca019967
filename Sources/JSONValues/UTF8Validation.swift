/// Finds what is not UTF-8, with its place.
enum UTF8Validation {
    /// Where the first sequence starts that is cut short, overlong, a surrogate or beyond Unicode; nil if none is.
    static func firstInvalidOffset(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            guard let (length, second) = shape(lead), index + length <= bytes.count,
                second.contains(bytes[index + 1])
            else { return index }
            for position in stride(from: index + 2, to: index + length, by: 1) where bytes[position] & 0xc0 != 0x80 {
                return index
            }
            index += length
        }
        return nil
    }

    /// How long the sequence of a first byte is, and what its second byte may be (Unicode, table 3-7).
    private static func shape(_ lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
        switch lead {
        case 0xc2...0xdf: (2, 0x80...0xbf)
        case 0xe0: (3, 0xa0...0xbf)
        case 0xed: (3, 0x80...0x9f)
        case 0xe1...0xef: (3, 0x80...0xbf)
        case 0xf0: (4, 0x90...0xbf)
        case 0xf1...0xf3: (4, 0x80...0xbf)
        case 0xf4: (4, 0x80...0x8f)
        default: nil
        }
    }
}
