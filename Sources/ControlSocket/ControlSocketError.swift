package import Posix

/// Why a control socket cannot be opened.
package enum ControlSocketError: Error, Hashable, Sendable {
    case pathTooLong(String, limit: Int)
    case directoryMissing(String)
    case directoryNotOurs(String, owner: UInt32)
    case directoryWritableByOthers(String, mode: UInt32)
    case notASocket(String)
    case inUse(String)
    case system(PosixError)
}

extension ControlSocketError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .pathTooLong(let path, let limit):
            "\(path): the path of a control socket can have \(limit) bytes, this one has \(path.utf8.count); "
                + "set RELEASE_TMP to a shorter directory"
        case .directoryMissing(let path):
            "\(path): the directory for the control socket does not exist"
        case .directoryNotOurs(let path, let owner):
            "\(path): the directory for the control socket belongs to user \(owner), not to the user of this process "
                + "(\(CurrentProcess.effectiveUser)); set RELEASE_TMP to a directory of its own"
        case .directoryWritableByOthers(let path, let mode):
            "\(path): others may write the directory for the control socket (mode \(String(mode, radix: 8))); "
                + "run: chmod go-w '\(path)'"
        case .notASocket(let path):
            "\(path): something that is no socket is where the control socket should be; move it away"
        case .inUse(let path):
            "\(path): another process serves this control socket"
        case .system(let error):
            error.description
        }
    }
}
