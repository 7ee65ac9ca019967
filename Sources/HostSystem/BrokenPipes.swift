import Glibc

/// Writing to readers that may be gone, without the signal that would end this program.
enum BrokenPipes {
    /// Does `write`, which then fails with EPIPE; other threads and the program's own handling are not touched.
    static func writing(_ write: () -> Int) -> Int {
        var signal = sigset_t()
        sigemptyset(&signal)
        sigaddset(&signal, SIGPIPE)
        var pending = sigset_t()
        sigpending(&pending)
        let wasPending = sigismember(&pending, SIGPIPE) == 1
        var former = sigset_t()
        pthread_sigmask(SIG_BLOCK, &signal, &former)
        let count = write()
        let code = errno
        if count < 0 && code == EPIPE && !wasPending {
            var none = timespec(tv_sec: 0, tv_nsec: 0)
            sigtimedwait(&signal, nil, &none)
        }
        pthread_sigmask(SIG_SETMASK, &former, nil)
        errno = code
        return count
    }
}
