import OTP
import Processes

/// How late things were, by kind.
final class Delays: Sendable {
    private let all = Locked<[String: (count: Int, worst: Duration)]>([:])

    static var now: MonotonicTime { ProcessSystem.shared.now }

    func add(_ kind: String, since moment: MonotonicTime) {
        add(kind, moment.duration(to: Self.now))
    }

    func add(_ kind: String, _ delay: Duration) {
        all.withLock { all in
            let before = all[kind] ?? (0, .zero)
            all[kind] = (before.count + 1, max(before.worst, delay))
        }
    }

    /// Prints a line for each kind: its name, how often it happened, and the worst delay in microseconds.
    func print() {
        for (kind, delay) in all.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            Swift.print(kind, delay.count, Int(delay.worst / .microseconds(1)))
        }
    }
}
