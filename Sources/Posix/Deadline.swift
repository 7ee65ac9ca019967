/// A moment on the monotonic clock after which waiting is over.
package struct Deadline: Hashable, Comparable, Sendable {
    private let nanoseconds: UInt64

    private init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// That moment of `Clocks.monotonicNanoseconds()`.
    package init(monotonicNanoseconds: UInt64) {
        nanoseconds = monotonicNanoseconds
    }

    /// The deadline that never passes.
    package static let never = Deadline(nanoseconds: .max)

    /// The deadline that has passed already: look, do not wait.
    package static let immediate = Deadline(nanoseconds: 0)

    /// The moment that many seconds from now; infinity is never.
    package static func after(seconds: Double) -> Deadline {
        guard seconds < 1e9 else { return .never }
        return Deadline(nanoseconds: Clocks.monotonicNanoseconds() + UInt64(max(0, seconds) * 1e9))
    }

    /// The moment that long from now.
    package static func after(_ duration: Duration) -> Deadline {
        let (seconds, attoseconds) = duration.components
        return after(seconds: Double(seconds) + Double(attoseconds) / 1e18)
    }

    /// Whether the moment is over.
    package var hasPassed: Bool { self != .never && Clocks.monotonicNanoseconds() >= nanoseconds }

    /// How many seconds are left; infinity for `never`.
    package var remainingSeconds: Double {
        guard self != .never else { return .infinity }
        let now = Clocks.monotonicNanoseconds()
        return now >= nanoseconds ? 0 : Double(nanoseconds - now) / 1e9
    }

    /// What `poll` takes: milliseconds, rounded up so that the deadline has passed when it returns; -1 is forever.
    var pollTimeout: Int32 {
        guard self != .never else { return -1 }
        let now = Clocks.monotonicNanoseconds()
        guard now < nanoseconds else { return 0 }
        return Int32(clamping: (nanoseconds - now + 999_999) / 1_000_000)
    }

    package static func < (left: Deadline, right: Deadline) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}
