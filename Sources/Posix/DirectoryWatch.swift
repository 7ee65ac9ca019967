import Glibc

/// Tells when names appear, change or go in a directory (`inotify`); its descriptor is readable when they do.
package struct DirectoryWatch: Sendable {
    package let descriptor: FileDescriptor

    /// Watches a directory; things that happened before are not reported.
    package init(_ directory: String) throws(PosixError) {
        let flags = Int32(IN_NONBLOCK | IN_CLOEXEC)
        descriptor = FileDescriptor(rawValue: try checked("inotify_init1", directory) { inotify_init1(flags) })
        let events = UInt32(
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_MODIFY | IN_DELETE_SELF
                | IN_MOVE_SELF
        )
        do throws(PosixError) {
            try checked("inotify_add_watch", directory) { inotify_add_watch(descriptor.rawValue, directory, events) }
        } catch {
            descriptor.close()
            throw error
        }
    }

    /// Waits until something happens in the directory; false when the deadline passed first.
    package func wait(until deadline: Deadline) throws(PosixError) -> Bool {
        guard try Poll.wait(for: descriptor, .readable, until: deadline) else { return false }
        try drain()
        return true
    }

    /// Forgets what has happened so far.
    package func drain() throws(PosixError) {
        do throws(PosixError) {
            while try !descriptor.read(upTo: 16 * 1024).isEmpty {}
        } catch  where error.code == .again {
            return
        }
    }

    /// Stops watching.
    package func close() {
        descriptor.close()
    }
}
