import HostSystem
import ReleaseModel

/// Directories that exist only where a release is built: the package, the toolchain, and whatever else was compiled.
///
/// Nothing in a release may name them: it would work here, and fail on every other machine.
struct BuildDirectories {
    /// A place where a file names one of the directories.
    struct Mention: Hashable {
        var directory: String
        var offset: Int
        /// The whole path that is named there.
        var text: String
        /// Whether the path is one that compilers leave behind: a source file, or something below `.build`.
        var isArtefact: Bool
    }

    /// Longest first, so that the most specific one is reported.
    let paths: [String]

    init(_ plan: ReleasePlan) {
        let inputs = [plan.program.executable, plan.clients.nodectl] + [plan.clients.nodeshell].compactMap { $0 }
        let builders = inputs.compactMap { Self.package(thatBuilt: $0) }
        let toolchain = Self.toolchain(of: plan.runtime.libraryDirectory)
        self.init([plan.packageRoot] + builders + [toolchain].compactMap { $0 } + plan.buildDirectories)
    }

    init(_ paths: [String]) {
        let normalized = Set(paths.map(FilePaths.normalized)).subtracting(["/", "/usr", "."])
        self.paths = normalized.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    /// The first mention that makes the file useless elsewhere.
    ///
    /// A directory right below the root, such as `/app` in a container, is often where the release will live, too; then
    /// only what compilers leave behind counts.
    func firstMention(in bytes: [UInt8]) -> Mention? {
        for path in paths {
            let isDeep = path.dropFirst().contains("/")
            for mention in mentions(of: path, in: bytes) where isDeep || mention.isArtefact { return mention }
        }
        return nil
    }

    /// Every mention of every directory.
    func mentions(in bytes: [UInt8]) -> [Mention] {
        paths.flatMap { mentions(of: $0, in: bytes) }
    }

    private func mentions(of path: String, in bytes: [UInt8]) -> [Mention] {
        let wanted = Array(path.utf8)
        var mentions: [Mention] = []
        var start = 0
        while let offset = bytes.offset(of: wanted, from: start) {
            let end = offset + wanted.count
            start = end
            if offset > 0 && Self.isNamePart(bytes[offset - 1]) { continue }
            if end < bytes.count && Self.isNamePart(bytes[end]) { continue }
            let rest = String(decoding: bytes[end...].prefix(1024).prefix(while: Self.isPathPart), as: UTF8.self)
            mentions.append(
                Mention(directory: path, offset: offset, text: path + rest, isArtefact: Self.isArtefact(rest))
            )
        }
        return mentions
    }

    /// The package in whose `.build` directory `path` lies.
    private static func package(thatBuilt path: String) -> String? {
        guard let range = path.firstRange(of: "/.build/") else { return nil }
        return String(path[..<range.lowerBound])
    }

    /// `/opt/swift` of `/opt/swift/usr/lib/swift/linux`; nil for a toolchain that is part of the system.
    private static func toolchain(of libraries: String) -> String? {
        let suffix = "/usr/lib/swift/linux"
        guard libraries.hasSuffix(suffix), libraries.count > suffix.count else { return nil }
        return String(libraries.dropLast(suffix.count))
    }

    private static func isArtefact(_ rest: String) -> Bool {
        let places = ["/.build/", "/Sources/", "/Tests/", "/Plugins/", "/Package.swift"]
        let endings = [".swift", ".c", ".cc", ".cpp", ".cxx", ".m", ".mm", ".h", ".hpp", ".S", ".resources", ".bundle"]
        return places.contains { rest.hasPrefix($0) } || endings.contains { rest.hasSuffix($0) }
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
            true
        default: false
        }
    }

    private static func isPathPart(_ byte: UInt8) -> Bool {
        byte > 0x20 && ![UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ":"), UInt8(ascii: ";")].contains(byte)
    }
}
