import CPosix
import Glibc

extension FileDescriptor {
    /// Reads into `buffer` once; 0 is the end of the file.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(PosixError) -> Int {
        try checked("read") { Glibc.read(rawValue, buffer.baseAddress, buffer.count) }
    }

    /// Reads once, at most `count` bytes; an empty array is the end of the file.
    package func read(upTo count: Int) throws(PosixError) -> [UInt8] {
        var failure: PosixError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            do throws(PosixError) {
                used = try read(into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Reads to the end of the file; more than `limit` bytes is the error "file too large".
    package func readToEnd(limit: Int = .max) throws(PosixError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let chunk = try read(upTo: 64 * 1024)
            if chunk.isEmpty { return bytes }
            bytes += chunk
            if bytes.count > limit { throw PosixError(call: "read", code: .fileTooLarge) }
        }
    }

    /// Writes once and says how many bytes were taken.
    package func writeOnce(_ bytes: UnsafeRawBufferPointer) throws(PosixError) -> Int {
        try checked("write") { Glibc.write(rawValue, bytes.baseAddress, bytes.count) }
    }

    /// Writes all bytes, however many calls it takes.
    package func write(_ bytes: [UInt8]) throws(PosixError) {
        var start = 0
        while start < bytes.count {
            start += try checked("write") {
                bytes.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress.map { $0 + start }, $0.count - start) }
            }
        }
    }

    /// Writes a text as UTF-8.
    package func write(_ text: String) throws(PosixError) {
        try write([UInt8](text.utf8))
    }

    /// Writes all bytes at `offset`, leaving the position alone.
    package func write(_ bytes: [UInt8], at offset: Int) throws(PosixError) {
        var start = 0
        while start < bytes.count {
            start += try checked("pwrite") {
                bytes.withUnsafeBytes {
                    pwrite(rawValue, $0.baseAddress.map { $0 + start }, $0.count - start, offset + start)
                }
            }
        }
    }
}
