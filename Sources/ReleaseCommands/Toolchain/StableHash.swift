/// A hash that is the same in every run: FNV-1a with 64 bits.
///
/// It only names things; whoever uses it compares the rest.
enum StableHash {
    static func text(of text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}
