import CPosix
import Glibc

extension Files {
    /// The names in a directory, sorted by their bytes, `.` and `..` left out.
    package static func names(in directory: String) throws(PosixError) -> [String] {
        guard let stream = opendir(directory) else {
            throw PosixError(call: "opendir", path: directory, code: .current)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw PosixError(call: "readdir", path: directory, code: .current) }
                return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            }
            let name = String(cString: swr_entry_name(entry))
            if name != "." && name != ".." { names.append(name) }
        }
    }

    /// Makes one directory with exactly `mode`, whatever the umask.
    package static func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(PosixError) {
        try checked("mkdir", path) { mkdir(path, mode) }
        try checked("chmod", path) { chmod(path, mode) }
    }

    /// Makes a directory and those above it as needed; `mode` is for the ones made, existing ones stay as they are.
    package static func makeDirectories(_ path: String, mode: UInt32 = 0o755) throws(PosixError) {
        do throws(PosixError) {
            try makeDirectory(path, mode: mode)
        } catch  where error.code == .exists {
            guard try status(of: path).kind == .directory else { throw error }
        } catch  where error.code == .notFound {
            guard let parent = parent(of: path) else { throw error }
            try makeDirectories(parent, mode: mode)
            try makeDirectoryUnlessThere(path, mode: mode)
        }
    }

    /// Makes a directory of a new name that starts with `prefix`, mode 0700.
    package static func makeTemporaryDirectory(prefix: String) throws(PosixError) -> String {
        var template = Array("\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw PosixError(call: "mkdtemp", path: prefix, code: .current) }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    // Somebody else may be making the same directories.
    private static func makeDirectoryUnlessThere(_ path: String, mode: UInt32) throws(PosixError) {
        do throws(PosixError) {
            try makeDirectory(path, mode: mode)
        } catch  where error.code == .exists {
            guard try status(of: path).kind == .directory else { throw error }
        }
    }

    /// Removes an empty directory.
    package static func removeDirectory(_ path: String) throws(PosixError) {
        try checked("rmdir", path) { rmdir(path) }
    }

    /// Removes a file or a whole directory, following no symbolic link; nothing there is no error.
    package static func removeTree(_ path: String) throws(PosixError) {
        do throws(PosixError) {
            guard try linkStatus(of: path).kind == .directory else { return try unlink(path) }
            for name in try names(in: path) {
                try removeTree("\(path)/\(name)")
            }
            try removeDirectory(path)
        } catch  where error.code == .notFound {
            return
        }
    }

    private static func parent(of path: String) -> String? {
        var bytes = Array(path.utf8)
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        while let last = bytes.last, last != UInt8(ascii: "/") { bytes.removeLast() }
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return bytes.isEmpty || bytes.count >= path.utf8.count ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
