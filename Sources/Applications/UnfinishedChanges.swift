import Synchronization

/// Which applications have not come back from a change of their configuration.
///
/// Nobody can tell which configuration such an application goes by, so it is told of no other.
final class UnfinishedChanges: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func contains(_ name: String) -> Bool {
        counts.withLock { $0[name] != nil }
    }

    func begin(_ name: String) {
        counts.withLock { $0[name, default: 0] += 1 }
    }

    func end(_ name: String) {
        counts.withLock { counts in
            let left = counts[name, default: 1] - 1
            counts[name] = left > 0 ? left : nil
        }
    }
}
