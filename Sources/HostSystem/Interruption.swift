import Glibc

/// What happens to us and to our subprocesses on Ctrl-C and the like.
package enum Interruption {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Makes an interrupting signal end every running subprocess with its group, and then this program.
    ///
    /// Subprocesses have groups of their own, so a terminal's Ctrl-C reaches only us. To be called first in `main`: the
    /// threads that exist later inherit the blocked signals, and one thread waits for them.
    package static func endSubprocessesWhenSignalled() {
        var awaited = signalSet(signals)
        pthread_sigmask(SIG_BLOCK, &awaited, nil)
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, { _ in Interruption.waitForSignal() }, nil)
        precondition(code == 0, "the system gives no thread to wait for signals")
        pthread_detach(thread)
    }

    private static func waitForSignal() -> UnsafeMutableRawPointer? {
        var awaited = signalSet(signals)
        var signal: Int32 = 0
        guard sigwait(&awaited, &signal) == 0 else { return nil }
        RunningGroups.shared.signalAll(signal) {
            Glibc.signal(signal, SIG_DFL)
            kill(getpid(), signal)
            var own = signalSet([signal])
            pthread_sigmask(SIG_UNBLOCK, &own, nil)
        }
        return nil
    }

    private static func signalSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
