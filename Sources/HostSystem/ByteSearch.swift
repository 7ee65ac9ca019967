import CHostSystem

extension Array where Element == UInt8 {
    /// The offset of the first place at or after `start` where `wanted` stands.
    ///
    /// It is glibc's search, which reads several gigabytes a second.
    package func offset(of wanted: [UInt8], from start: Int = 0) -> Int? {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, start < bytes.count else { return nil }
            guard let found = host_find_bytes(base + start, bytes.count - start, wanted, wanted.count) else {
                return nil
            }
            return found - base
        }
    }
}
