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

    /// Who has a lock.
    package enum Owner: Hashable, Sendable {
        case process(Int32)
        /// A process of a pid namespace that cannot be seen from here, where it has no number.
        case unseen

        /// The number it has here.
        package var process: Int32? {
            switch self {
            case .process(let pid): pid
            case .unseen: nil
            }
        }
    }

    /// Who holds the lock, if another process does.
    package static func owner(_ descriptor: FileDescriptor) throws(PosixError) -> Owner? {
        var pid: Int32 = 0
        let isHeld = try checked("fcntl") { swr_lock_owner(descriptor.rawValue, &pid) } != 0
        guard isHeld else { return nil }
        return pid > 0 ? .process(pid) : .unseen
    }
}
