import Synchronization

/// Keeps what is written, so that a test can read it.
package final class MemoryOutput: TextOutput {
    private let written = Mutex("")

    package init() {}

    /// Everything written so far.
    package var text: String { written.withLock { $0 } }

    package func write(_ text: String) {
        written.withLock { $0 += text }
    }
}
