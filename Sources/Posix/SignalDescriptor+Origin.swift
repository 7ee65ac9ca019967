import CPosix

extension SignalDescriptor {
    /// The next pending signal, and whether a terminal or the kernel raised it rather than a process; nil when none is.
    package func nextWithOrigin() throws(PosixError) -> (signal: Signal, fromKernel: Bool)? {
        var number: Int32 = 0
        var fromKernel: Int32 = 0
        do throws(PosixError) {
            try checked("read") { swr_read_signal_origin(descriptor.rawValue, &number, &fromKernel) }
            return (Signal(rawValue: number), fromKernel != 0)
        } catch  where error.code == .again {
            return nil
        }
    }
}
