import CPosix

/// Two connected descriptors, close-on-exec: what is written to one end is read from the other.
package struct Pipe: Sendable {
    package let readEnd: FileDescriptor
    package let writeEnd: FileDescriptor

    /// Makes a pipe.
    package init() throws(PosixError) {
        var pair: (Int32, Int32) = (-1, -1)
        try checked("pipe2") {
            withUnsafeMutablePointer(to: &pair) {
                $0.withMemoryRebound(to: Int32.self, capacity: 2) { swr_pipe($0) }
            }
        }
        readEnd = FileDescriptor(rawValue: pair.0)
        writeEnd = FileDescriptor(rawValue: pair.1)
    }

    /// Closes both ends.
    package func close() {
        readEnd.close()
        writeEnd.close()
    }
}
