import Glibc

/// A file that events are written to, a line each; closed with the object.
final class EventFile {
    private let file: UnsafeMutablePointer<FILE>

    init(path: String) throws(SysError) {
        guard let file = fopen(path, "a") else { throw .cannotOpen(path, reason: String(cString: strerror(errno))) }
        self.file = file
    }

    deinit {
        fclose(file)
    }

    func write(_ line: String) {
        fputs(line + "\n", file)
        fflush(file)
    }
}
