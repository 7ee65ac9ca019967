import Glibc

extension Signal {
    /// A file has reached the size the process may write; ignored, the write fails instead.
    package static let fileSizeExceeded = Signal(rawValue: SIGXFSZ)
}
