import CPosix

/// A counter that wakes a thread waiting in `Poll` (`eventfd`).
package struct EventCounter: Sendable {
    package let descriptor: FileDescriptor

    /// Makes a counter at zero.
    package init() throws(PosixError) {
        descriptor = FileDescriptor(rawValue: try checked("eventfd") { swr_event_counter() })
    }

    /// Makes the descriptor readable.
    package func signal() {
        let one: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0]
        // The only failure is a counter about to overflow, which is readable anyway.
        _ = try? one.withUnsafeBytes { try descriptor.writeOnce($0) }
    }

    /// Makes the descriptor unreadable until the next signal.
    package func clear() {
        // "Again" means nobody has signalled: it is clear.
        _ = try? descriptor.read(upTo: 8)
    }

    /// Closes the descriptor.
    package func close() {
        descriptor.close()
    }
}
