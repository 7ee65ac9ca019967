import Glibc

/// One thing found below a directory.
package struct FileEntry: Hashable, Sendable {
    /// Relative to the directory that was listed, parts separated by slashes.
    package var path: String
    package var status: FileStatus
}

extension FileTree {
    /// The names in a directory, sorted by their bytes, without `.` and `..`.
    package static func names(in directory: String) throws(HostError) -> [String] {
        guard let stream = opendir(directory) else {
            throw .failed(action: "list", path: directory, code: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Everything below `directory`, directories before what they hold, names in the order of their bytes.
    ///
    /// What `isSkipped` accepts is left out, with everything below it.
    package static func entries(
        below directory: String,
        skipping isSkipped: (String) -> Bool = { _ in false }
    ) throws(HostError) -> [FileEntry] {
        var entries: [FileEntry] = []
        try collect(directory, prefix: "", skipping: isSkipped, into: &entries)
        return entries
    }

    private static func collect(
        _ directory: String,
        prefix: String,
        skipping isSkipped: (String) -> Bool,
        into entries: inout [FileEntry]
    ) throws(HostError) {
        for name in try names(in: directory) {
            let path = prefix + name
            if isSkipped(path) { continue }
            let full = "\(directory)/\(name)"
            // A file that vanished meanwhile is none.
            guard let status = try status(of: full) else { continue }
            entries.append(FileEntry(path: path, status: status))
            if status.kind == .directory {
                try collect(full, prefix: path + "/", skipping: isSkipped, into: &entries)
            }
        }
    }
}
