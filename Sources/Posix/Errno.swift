import Glibc

/// A system error number, as `errno` holds it.
package struct Errno: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The number the last failed call of this thread left.
    package static var current: Errno { Errno(rawValue: errno) }

    package static let notFound = Errno(rawValue: ENOENT)
    package static let exists = Errno(rawValue: EEXIST)
    package static let accessDenied = Errno(rawValue: EACCES)
    package static let notPermitted = Errno(rawValue: EPERM)
    package static let again = Errno(rawValue: EAGAIN)
    package static let interrupted = Errno(rawValue: EINTR)
    package static let invalidArgument = Errno(rawValue: EINVAL)
    package static let notDirectory = Errno(rawValue: ENOTDIR)
    package static let isDirectory = Errno(rawValue: EISDIR)
    package static let notEmpty = Errno(rawValue: ENOTEMPTY)
    package static let crossDevice = Errno(rawValue: EXDEV)
    package static let noSuchProcess = Errno(rawValue: ESRCH)
    package static let noChild = Errno(rawValue: ECHILD)
    package static let connectionRefused = Errno(rawValue: ECONNREFUSED)
    package static let connectionReset = Errno(rawValue: ECONNRESET)
    package static let brokenPipe = Errno(rawValue: EPIPE)
    package static let addressInUse = Errno(rawValue: EADDRINUSE)
    package static let nameTooLong = Errno(rawValue: ENAMETOOLONG)
    package static let notImplemented = Errno(rawValue: ENOSYS)
    package static let notSupported = Errno(rawValue: EOPNOTSUPP)
    package static let tooManyOpenFiles = Errno(rawValue: EMFILE)
    package static let tooManyOpenFilesInSystem = Errno(rawValue: ENFILE)
    package static let notExecutable = Errno(rawValue: ENOEXEC)
    package static let readOnly = Errno(rawValue: EROFS)
    package static let noSpace = Errno(rawValue: ENOSPC)
    package static let timedOut = Errno(rawValue: ETIMEDOUT)
    package static let fileTooLarge = Errno(rawValue: EFBIG)
    package static let tooManyLinks = Errno(rawValue: ELOOP)

    package var description: String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(rawValue, &buffer, buffer.count) == 0 else { return "error \(rawValue)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
