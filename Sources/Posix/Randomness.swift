import CPosix

/// Random bytes from the kernel.
package enum Randomness {
    /// That many bytes nobody can guess.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            let code = swr_get_random(buffer.baseAddress, count)
            precondition(code == 0, "the kernel gives no random bytes")
            used = count
        }
    }

    /// That many bytes as lowercase hexadecimal digits, two for each byte.
    package static func hexadecimal(bytes count: Int) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes(count).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
