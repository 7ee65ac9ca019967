import Posix

/// A file that is appended to, and replaced by a fresh one when it has reached its size.
///
/// The former ones are kept as `FILE.1` (the youngest), `FILE.2` and so on.
struct LogFile {
    let settings: LogSettings
    private(set) var descriptor: FileDescriptor
    private(set) var size: Int
    /// Renaming failed: how large the file has to become before that is tried again.
    private var postponedUntil = 0

    /// Opens the file, or makes it for its user (and readers of its group) whatever the umask.
    init(_ settings: LogSettings) throws(PosixError) {
        self.settings = settings
        (descriptor, size) = try Self.open(settings.path)
    }

    private static func open(_ path: String) throws(PosixError) -> (FileDescriptor, Int) {
        do throws(PosixError) {
            return try openFile(path)
        } catch  where error.code == .notFound {
            // Somebody has removed the directory, as one does with old logs.
            guard let slash = path.lastIndex(of: "/") else { throw error }
            try Files.makeDirectories(String(path[..<slash]), mode: LogSettings.directoryMode)
            return try openFile(path)
        }
    }

    private static func openFile(_ path: String) throws(PosixError) -> (FileDescriptor, Int) {
        // Without waiting: opening a pipe would last until somebody reads it.
        let descriptor = try FileDescriptor.open(
            path,
            .write,
            options: [.append, .create, .noFollow, .nonBlocking],
            mode: 0o640
        )
        do throws(PosixError) {
            let status = try descriptor.status()
            guard status.kind != .pipe else { throw PosixError(call: "open", path: path, code: .notSupported) }
            let permissions = status.permissions & 0o640 | 0o600
            if permissions != status.permissions { try Files.setPermissions(permissions, of: path) }
            return (descriptor, status.size)
        } catch {
            descriptor.close()
            throw error
        }
    }

    /// So many whole lines of `bytes` as still have room with a stamp each; a first line that is too long for any file
    /// counts as fitting into an empty one.
    func fitting(_ bytes: ArraySlice<UInt8>, stampLength: Int) -> ArraySlice<UInt8> {
        var room = max(settings.size, postponedUntil) - size
        var end = bytes.startIndex
        while end < bytes.endIndex {
            let lineEnd = bytes[end...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.endIndex
            room -= lineEnd - end + stampLength
            if room < 0 { return size == 0 && end == bytes.startIndex ? bytes[..<lineEnd] : bytes[..<end] }
            end = lineEnd
        }
        return bytes
    }

    /// Appends, and says how many bytes were taken before an error came up.
    mutating func append(_ bytes: ArraySlice<UInt8>) -> (written: Int, error: PosixError?) {
        var written = 0
        while written < bytes.count {
            let rest = bytes.dropFirst(written)
            let outcome = rest.withUnsafeBytes { buffer in
                Result { () throws(PosixError) in try descriptor.writeOnce(buffer) }
            }
            switch outcome {
            case .success(let count):
                written += count
                size += count
            case .failure(let error): return (written, error)
            }
        }
        return (written, nil)
    }

    /// Whether there is more room than was known, since somebody has cut the file.
    mutating func noticeCut() -> Bool {
        guard let status = try? descriptor.status(), status.size < size else { return false }
        size = status.size
        postponedUntil = 0
        return true
    }

    /// Begins a fresh file; if that fails the old one goes on until it has grown by as much again.
    mutating func rotate() throws(PosixError) {
        do throws(PosixError) {
            let names = [settings.path] + formerNames
            for (name, next) in zip(names, names.dropFirst()).reversed() where Files.exists(name) {
                try Files.rename(name, to: next)
            }
            if names.count == 1, Files.exists(settings.path) { try Files.unlink(settings.path) }
            try reopen()
        } catch {
            postponedUntil = size + settings.size + 128 * 1024
            throw error
        }
    }

    /// Where the former files go, the youngest first; a directory that has such a name keeps it.
    private var formerNames: [String] {
        let numbers = (1...).lazy.filter { !Self.isPassedOver(number: $0, of: settings.path) }
        return numbers.prefix(settings.count - 1).map { "\(settings.path).\($0)" }
    }

    /// Whether no former file of a log can have that number.
    static func isPassedOver(number: Int, of path: String) -> Bool {
        (try? Files.linkStatus(of: "\(path).\(number)").kind) == .directory
    }

    /// Opens the path anew, after somebody has renamed or removed the file.
    mutating func reopen() throws(PosixError) {
        let (fresh, size) = try Self.open(settings.path)
        descriptor.close()
        descriptor = fresh
        self.size = size
        postponedUntil = 0
    }
}
