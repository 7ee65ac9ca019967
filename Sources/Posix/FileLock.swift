import CPosix

/// Record locks on whole files (`fcntl`): they survive exec, are not inherited by children, and name their owner.
///
/// The process loses its lock as soon as it closes *any* descriptor of the file.
package enum FileLock {
    /// Takes the lock if nobody has it, without waiting.
    package static func acquire(_ descriptor: FileDescriptor) throws(PosixError) -> Bool {
        do throws(PosixError) {
            try checked("fcntl") { swr_lock(descriptor.rawValue, 1) }
            return true
        } catch  where error.code == .again || error.code == .accessDenied {
            return false
        }
    }

    /// Gives the lock back.
    package static func release(_ descriptor: FileDescriptor) throws(PosixError) {
        try checked("fcntl") { swr_unlock(descriptor.rawValue) }
    }

    /// The process that holds the lock, if another one does.
    package static func owner(_ descriptor: FileDescriptor) throws(PosixError) -> Int32? {
        let pid = try checked("fcntl") { swr_lock_owner(descriptor.rawValue) }
        return pid == 0 ? nil : pid
    }
}
