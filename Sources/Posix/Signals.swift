import CPosix

/// How this process, or this thread, takes signals.
package enum Signals {
    /// Holds signals back in this thread and those it starts.
    package static func block(_ signals: [Signal]) throws(PosixError) {
        try checked("pthread_sigmask") { swr_change_mask(0, signals.map(\.rawValue), signals.count) }
    }

    /// Lets signals through in this thread again.
    package static func unblock(_ signals: [Signal]) throws(PosixError) {
        try checked("pthread_sigmask") { swr_change_mask(1, signals.map(\.rawValue), signals.count) }
    }

    /// Waits for one of these signals; they must be blocked in every thread.
    package static func wait(for signals: [Signal]) throws(PosixError) -> Signal {
        Signal(rawValue: try checked("sigwait") { swr_wait_signal(signals.map(\.rawValue), signals.count) })
    }

    /// Makes the process ignore a signal.
    package static func ignore(_ signal: Signal) throws(PosixError) {
        try checked("sigaction") { swr_ignore_signal(signal.rawValue) }
    }

    /// Gives a signal its default effect.
    package static func restoreDefault(_ signal: Signal) throws(PosixError) {
        try checked("sigaction") { swr_default_signal(signal.rawValue) }
    }
}

/// Signals as something to read and to poll (`signalfd`); they must be blocked in every thread.
package struct SignalDescriptor: Sendable {
    package let descriptor: FileDescriptor

    /// Opens a descriptor for these signals.
    package init(_ signals: [Signal]) throws(PosixError) {
        descriptor = FileDescriptor(
            rawValue: try checked("signalfd") { swr_signal_descriptor(signals.map(\.rawValue), signals.count) }
        )
    }

    /// The next pending signal and who sent it, or nil when none is pending.
    package func next() throws(PosixError) -> (signal: Signal, sender: Int32)? {
        var number: Int32 = 0
        var sender: Int32 = 0
        do throws(PosixError) {
            try checked("read") { swr_read_signal(descriptor.rawValue, &number, &sender) }
            return (Signal(rawValue: number), sender)
        } catch  where error.code == .again {
            return nil
        }
    }

    /// Closes the descriptor.
    package func close() {
        descriptor.close()
    }
}
