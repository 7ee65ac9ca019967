import Glibc
package import Posix

/// A socket bound to a path that only its owner can reach.
package struct ListeningSocket: Sendable {
    package let path: String
    package let descriptor: FileDescriptor
    private let identity: FileStatus

    /// The longest path, in bytes.
    package static let longestPath = 103

    /// Binds a socket of mode 0600, replacing one that nobody serves any more.
    ///
    /// The directory must be ours, and nobody else may write it: whoever can, could put another socket there.
    package static func open(at path: String) throws(ControlSocketError) -> ListeningSocket {
        guard path.utf8.count <= longestPath else { throw .pathTooLong(path, limit: longestPath) }
        let name = directory(of: path)
        let directory = try reporting(path) { () throws(PosixError) in
            try FileDescriptor.open(name, .read, options: .directory)
        }
        defer { directory.close() }
        try checkOwner(of: directory, named: name)
        // Two nodes that start at once must not both find the old socket stale and unlink each other's.
        guard flock(directory.rawValue, LOCK_EX) == 0 else {
            throw .system(PosixError(call: "flock", path: name, code: .current))
        }
        try removeStale(path)
        return try reporting(path) { () throws(PosixError) in try bind(path) }
    }

    private static func reporting<Value>(
        _ path: String,
        _ body: () throws(PosixError) -> Value
    ) throws(ControlSocketError) -> Value {
        do throws(PosixError) {
            return try body()
        } catch {
            throw error.code == .notFound ? .directoryMissing(directory(of: path)) : .system(error)
        }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func checkOwner(of directory: FileDescriptor, named path: String) throws(ControlSocketError) {
        let status = try reporting(path) { () throws(PosixError) in try directory.status() }
        guard status.owner == CurrentProcess.effectiveUser else {
            throw .directoryNotOurs(path, owner: status.owner)
        }
        guard status.permissions & 0o022 == 0 else {
            throw .directoryWritableByOthers(path, mode: status.permissions)
        }
    }

    /// Unlinks a socket that refuses connections; one that takes them, or is too busy to, is in use.
    private static func removeStale(_ path: String) throws(ControlSocketError) {
        let outcome = Result { () throws(PosixError) in
            let kind = try Files.linkStatus(of: path).kind
            if kind == .socket { try UnixSocket.connect(to: path, until: .immediate).close() }
            return kind
        }
        switch outcome {
        case .success(.socket): throw .inUse(path)
        case .success: throw .notASocket(path)
        case .failure(let error):
            switch error.code {
            case .notFound: return
            case .timedOut: throw .inUse(path)
            case .connectionRefused:
                try reporting(path) { () throws(PosixError) in try Files.unlink(path) }
            default: throw .system(error)
            }
        }
    }

    private static func bind(_ path: String) throws(PosixError) -> ListeningSocket {
        let descriptor = try UnixSocket.listen(at: path, mode: 0o600, backlog: 4096)
        do throws(PosixError) {
            return ListeningSocket(
                path: path,
                descriptor: descriptor,
                identity: try Files.linkStatus(of: path)
            )
        } catch {
            descriptor.close()
            throw error
        }
    }

    /// Removes the name, unless another socket has it by now, so that no more clients come.
    package func removeName() {
        guard let status = try? Files.linkStatus(of: path), status.isSameFile(as: identity) else { return }
        // If somebody else removes it in between, that is what was wanted.
        _ = try? Files.unlink(path)
    }

    /// Closes the socket and removes its name.
    package func close() {
        removeName()
        descriptor.close()
    }
}
