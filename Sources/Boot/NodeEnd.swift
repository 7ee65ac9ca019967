import Glibc
import Posix

/// The end of a process in good order.
enum NodeEnd {
    /// How long what runs at exit may take: flushing output that nobody reads can take forever.
    private static let patience: UInt32 = 5

    /// Does `closings`, then ends with `status`.
    static func exit(_ status: Int32, after closings: [@Sendable () -> Void]) -> Never {
        do {
            try DedicatedThread.start("node-exit") {
                sleep(patience)  // right here: the time is what this thread is for, and nothing is left to wake it
                CurrentProcess.exitImmediately(status)
            }
        } catch {
            CurrentProcess.exitImmediately(status)
        }
        for closing in closings { closing() }
        CurrentProcess.exit(status)
    }
}
