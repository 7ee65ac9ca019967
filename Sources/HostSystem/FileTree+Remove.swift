import CHostSystem
import Glibc

extension FileTree {
    /// Removes a file, a link, or a directory with all it holds; nothing there is fine.
    package static func remove(_ path: String) throws(HostError) {
        guard let status = try status(of: path) else { return }
        guard status.kind == .directory else {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw .failed(action: "remove", path: path, code: errno)
            }
            return
        }
        if status.mode & 0o700 != 0o700 { chmod(path, status.mode | 0o700) }
        for name in try names(in: path) { try remove("\(path)/\(name)") }
        guard rmdir(path) == 0 || errno == ENOENT else { throw .failed(action: "remove", path: path, code: errno) }
    }

    /// Exchanges two paths in one step; false when this file system cannot.
    package static func exchange(_ path: String, with other: String) throws(HostError) -> Bool {
        if host_rename_exchange(path, other) == 0 { return true }
        if [EINVAL, ENOSYS, ENOTSUP].contains(errno) { return false }
        throw .failed(action: "exchange '\(other)' with", path: path, code: errno)
    }

    /// Makes a new empty directory next to others, its name ending in random characters.
    package static func makeUniqueDirectory(prefix: String) throws(HostError) -> String {
        var template = Array((prefix + "XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw .failed(action: "make directory", path: prefix, code: errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
