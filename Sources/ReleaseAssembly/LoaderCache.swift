import HostSystem

/// The libraries that the host's loader knows, from `ld.so.cache`.
struct LoaderCache {
    /// Paths by name, in the order of the loader's preference.
    private(set) var paths: [String: [String]] = [:]

    private static let magic = Array("glibc-ld.so.cache1.1".utf8)

    init(path: String = "/etc/ld.so.cache") throws(HostError) {
        self.init(bytes: FileTree.exists(path) ? try FileTree.read(path) : [])
    }

    /// Reads the present format, which glibc writes since 2.2 and writes alone since 2.32.
    ///
    /// A header of 48 bytes is followed by entries of 24: flags, offset of the name, offset of the path, and fields
    /// that choose between variants of one library. What does not fit is ignored.
    init(bytes: [UInt8]) {
        guard let start = Self.start(in: bytes) else { return }
        func number(_ offset: Int) -> Int? {
            guard offset >= 0, offset + 4 <= bytes.count else { return nil }
            return (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        func text(_ offset: Int) -> String? {
            guard offset >= start, offset < bytes.count else { return nil }
            return String(decoding: bytes[offset...].prefix { $0 != 0 }, as: UTF8.self)
        }
        guard let count = number(start + 20), count < 1 << 20 else { return }
        for index in 0..<count {
            let entry = start + 48 + index * 24
            guard let name = number(entry + 4).flatMap({ text(start + $0) }),
                let path = number(entry + 8).flatMap({ text(start + $0) })
            else { return }
            paths[name, default: []].append(path)
        }
    }

    /// Where the present format begins: at once, or after an older one kept for older loaders.
    private static func start(in bytes: [UInt8]) -> Int? {
        if bytes.starts(with: magic) { return 0 }
        guard bytes.starts(with: Array("ld.so-1.7.0".utf8)) else { return nil }
        return (0..<max(0, bytes.count - magic.count)).first { bytes[$0...].starts(with: magic) }
    }
}
