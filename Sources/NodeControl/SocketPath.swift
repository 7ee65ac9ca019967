import Posix

/// Where the control socket is: beside the pid file, or under a short name when that path is too long for a socket.
package enum SocketPath {
    /// What fits into a socket address everywhere, with room for a draft name.
    package static let limit = 103

    /// The path to listen at; makes the directory of a short one, which must belong to us alone.
    package static func choose(
        preferred: String,
        runtimeDirectory: String?,
        user: UInt32
    ) throws(NodeControlError) -> String {
        guard let path = place(preferred: preferred, runtimeDirectory: runtimeDirectory, user: user) else {
            throw .temporaryDirectory(path: preferred, reason: "is too long for a socket")
        }
        if path != preferred, let slash = path.lastIndex(of: "/") {
            try makePrivate(String(path[..<slash]), user: user)
        }
        return path
    }

    /// The path alone, for those who only look; nil when none is short enough.
    static func place(preferred: String, runtimeDirectory: String?, user: UInt32) -> String? {
        guard preferred.utf8.count > limit else { return preferred }
        let bases = [runtimeDirectory, "/tmp"].compactMap { $0 }.filter { $0.hasPrefix("/") }
        let paths = bases.map { "\($0)/swift-release-\(user)/\(digest(of: preferred)).sock" }
        return paths.first { $0.utf8.count <= limit }
    }

    private static func makePrivate(_ directory: String, user: UInt32) throws(NodeControlError) {
        do throws(PosixError) {
            try Files.makeDirectory(directory, mode: 0o700)
        } catch  where error.code == .exists {
            // Checked below, as in a world-writable directory anybody may have made it.
        } catch {
            throw .temporaryDirectory(path: directory, reason: "cannot be made: \(error.code)")
        }
        do throws(PosixError) {
            let status = try Files.linkStatus(of: directory)
            if status.kind == .directory, status.owner == user, status.permissions & 0o077 == 0 { return }
        } catch {
            throw .system(error)
        }
        throw .temporaryDirectory(path: directory, reason: "exists, but is not a directory of this user alone")
    }

    /// A short name for a long path (FNV-1a): not a secret, only unlikely to be shared by two nodes of a user.
    private static func digest(of text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
