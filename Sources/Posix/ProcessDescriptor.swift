import CPosix

/// A process that cannot be mistaken for a later one of the same number (`pidfd`); readable once it has ended.
package struct ProcessDescriptor: Sendable {
    package let descriptor: FileDescriptor

    /// Opens a process that exists; "no such process" when it does not.
    package init(_ process: Int32) throws(PosixError) {
        descriptor = FileDescriptor(rawValue: try checked("pidfd_open") { swr_pidfd_open(process) })
    }

    /// Waits until the process has ended; false when the deadline passed first.
    package func waitForEnd(until deadline: Deadline) throws(PosixError) -> Bool {
        try Poll.wait(for: descriptor, .readable, until: deadline)
    }

    /// Sends a signal to exactly this process.
    package func send(_ signal: Signal) throws(PosixError) {
        try checked("pidfd_send_signal") { swr_pidfd_send_signal(descriptor.rawValue, signal.rawValue) }
    }

    /// Closes the descriptor.
    package func close() {
        descriptor.close()
    }
}
