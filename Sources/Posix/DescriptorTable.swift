import CPosix

/// The table of descriptors that the threads of a process share, until one of them leaves it.
package enum DescriptorTable {
    /// Runs `body` on a thread with a table of its own, in which only `kept` is open, and waits for its end.
    ///
    /// There it can open descriptors although the process has no more, and no other thread can take them. They mean
    /// nothing elsewhere, and are closed at the end. `body` must neither start threads, tasks for instance, nor wait.
    package static func runApart(
        keeping kept: FileDescriptor,
        _ body: @escaping @Sendable () -> Void
    ) throws(PosixError) {
        try DedicatedThread.run("own-descriptors") {
            // Where the system allows no such table there is nothing to be done.
            guard swr_own_table(kept.rawValue) == 0 else { return }
            body()
        }
    }
}
