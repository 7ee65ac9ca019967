import CBoot
import Glibc
import Posix

/// One signal that came, and from whom.
struct SignalArrival: Equatable, Sendable {
    let signal: Signal
    /// Whether the kernel sent it, as it does for the keys of a terminal.
    let isFromKernel: Bool
    /// The process that sent it; 0 for the kernel.
    let sender: Int32

    init(_ signal: Signal, isFromKernel: Bool = false, sender: Int32 = 0) {
        self.signal = signal
        self.isFromKernel = isFromKernel
        self.sender = sender
    }

    /// What came over the pipe; `nil` for a mere wake-up.
    init?(_ record: cboot_signal) {
        guard record.number != 0 else { return nil }
        self.init(Signal(rawValue: record.number), isFromKernel: record.code > 0, sender: record.sender)
    }
}
