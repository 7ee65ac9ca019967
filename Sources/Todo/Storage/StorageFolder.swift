import Glibc

/// The folder that holds a file for each list.
struct StorageFolder: Hashable, Sendable {
    let path: String

    /// Makes the folder, and those above it, for the node's own user.
    func create() throws(TodoError) {
        var position = path.startIndex
        while position < path.endIndex {
            position = path[path.index(after: position)...].firstIndex(of: "/") ?? path.endIndex
            let part = String(path[..<position])
            guard mkdir(part, 0o700) == 0 || errno == EEXIST else { throw .failed("make the folder", part) }
        }
        try requirePresence()
    }

    /// Fails unless the folder is there: a missing file in it is an empty list, a missing folder is a fault.
    func requirePresence() throws(TodoError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .failed("use the folder", path) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .storage(call: "use the folder", path: path, code: ENOTDIR)
        }
    }

    func path(of list: ListName) -> String {
        "\(path)/\(list.fileName)"
    }

    /// The lists that have a file, by name.
    func lists() throws(TodoError) -> [ListName] {
        guard let directory = opendir(path) else { throw .failed("read the folder", path) }
        defer { closedir(directory) }
        var lists: [ListName] = []
        errno = 0
        while let item = readdir(directory) {
            let name = withUnsafePointer(to: &item.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let list = ListName(fileName: name) { lists.append(list) }
            errno = 0
        }
        guard errno == 0 else { throw .failed("read the folder", path) }
        return lists.sorted { $0.description < $1.description }
    }

    /// Returns when the disk has the folder's list of files, so that a new or renamed one survives a power cut.
    func synchronize() throws(TodoError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .failed("write", path) }
    }
}
