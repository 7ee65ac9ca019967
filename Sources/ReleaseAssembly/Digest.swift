import CCrypto

/// Hashes as they stand in manifests.
package enum Digest {
    /// The SHA-256 of `bytes`, in lowercase hexadecimal.
    package static func sha256(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let isDone = EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil) == 1
        precondition(isDone && length == 32, "libcrypto always has SHA-256")
        return String(decoding: digest.prefix(32).flatMap(hexadecimal), as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
