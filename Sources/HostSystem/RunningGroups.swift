import Glibc
import Synchronization

/// The process groups that we started and that still run, so that none outlives us when we are interrupted.
final class RunningGroups: Sendable {
    /// The outcome of a start: the new group, or the error number.
    enum Start {
        case success(pid_t)
        case failure(Int32)
    }

    static let shared = RunningGroups()

    private let groups = Mutex<Set<pid_t>>([])

    /// Starts a group; an interruption waits until it is noted down.
    func insert(_ start: () -> Start) -> Int32 {
        groups.withLock { groups in
            switch start() {
            case .success(let group):
                groups.insert(group)
                return 0
            case .failure(let code):
                return code
            }
        }
    }

    func remove(_ group: pid_t) {
        groups.withLock { _ = $0.remove(group) }
    }

    /// Sends `signal` to every group, then does `last`.
    ///
    /// No group is started or taken for ended in between, so nobody reports the end of one that we have ended.
    func signalAll(_ signal: Int32, last: () -> Void) {
        groups.withLock { groups in
            for group in groups { kill(-group, signal) }
            last()
        }
    }
}
