package import Posix

/// The pid file as its owner has it: open and locked, so that no second node of the name can start.
///
/// The lock goes with the process, whatever becomes of the file; a file left behind is just an unlocked file. Since a
/// process loses such a lock by closing *any* descriptor of the file, the owner never opens it a second time.
package struct PidFile: Sendable {
    /// Stays open over `exec`, so that the program or a restarted launcher keeps the lock.
    package let descriptor: FileDescriptor
    package let path: String

    /// Somebody else has the lock: who, if that can be seen.
    package struct Locked: Error {
        package let owner: Int32?
    }

    /// Takes the lock, on a descriptor handed over by a predecessor of the same pid if that is the same file.
    package static func acquire(
        _ path: String,
        inherited: FileDescriptor? = nil
    ) throws -> PidFile {
        if let inherited, try isSame(inherited, path) {
            guard try FileLock.acquire(inherited) else { throw Locked(owner: try FileLock.owner(inherited)?.process) }
            return PidFile(descriptor: inherited, path: path)
        }
        while true {
            let descriptor = try FileDescriptor.open(
                path,
                .readWrite,
                options: [.create, .noFollow, .nonBlocking],
                mode: 0o600
            )
            do {
                try checkKind(descriptor, path)
                guard try FileLock.acquire(descriptor) else {
                    throw Locked(owner: try FileLock.owner(descriptor)?.process)
                }
                // Whoever tidied up the directory may have removed the file between opening and locking.
                if try isSame(descriptor, path) {
                    if try descriptor.status().permissions != 0o600 { try Files.setPermissions(0o600, of: path) }
                    return PidFile(descriptor: descriptor, path: path)
                }
                descriptor.close()
            } catch {
                descriptor.close()
                throw error
            }
        }
    }

    private static func isSame(_ descriptor: FileDescriptor, _ path: String) throws -> Bool {
        guard descriptor.isOpen else { return false }
        do throws(PosixError) {
            return try descriptor.status().isSameFile(as: Files.linkStatus(of: path))
        } catch  where error.code == .notFound {
            return false
        }
    }

    private static func checkKind(_ descriptor: FileDescriptor, _ path: String) throws(PosixError) {
        guard try descriptor.status().kind == .file else {
            throw PosixError(call: "open", path: path, code: .invalidArgument)
        }
    }

    /// Replaces the content in one write of constant length, so that no reader sees half of it.
    package func write(_ record: PidRecord) throws(PosixError) {
        var bytes = [UInt8](record.text.utf8)
        if bytes.count < Self.length {
            bytes += [UInt8](repeating: UInt8(ascii: "\n"), count: Self.length - bytes.count)
        }
        try descriptor.write(bytes, at: 0)
    }

    /// Writes for the first time; without that the node cannot run.
    package func begin(_ record: PidRecord) throws(NodeControlError) {
        do throws(PosixError) {
            try write(record)
        } catch {
            throw .temporaryDirectory(path: path, reason: "\(error.code)")
        }
    }

    private static let length = 256

    /// Says what an owner has left or is doing, without becoming one.
    package static func look(at path: String) throws(PosixError) -> (record: PidRecord, owner: FileLock.Owner?) {
        // A pipe must not make us wait for somebody to write to it.
        let descriptor = try FileDescriptor.open(path, options: [.noFollow, .nonBlocking])
        defer { descriptor.close() }
        try checkKind(descriptor, path)
        // The owner first: whoever has the lock by then has also written, or is about to.
        let owner = try FileLock.owner(descriptor)
        let bytes = try descriptor.read(upTo: 4096)
        return (PidRecord(text: String(decoding: bytes, as: UTF8.self)), owner)
    }
}
