package import Glibc

/// A moment on the clock of a process system; it never goes back and has no date.
public struct MonotonicTime: Hashable, Comparable, Sendable, InstantProtocol {
    /// The time since the clock's zero.
    public let offset: Duration

    /// A moment given by its distance from the clock's zero; a moment beyond its reach is the last within it.
    public init(offset: Duration) {
        self.offset = min(max(offset, .seconds(-Self.reach)), .seconds(Self.reach))
    }

    /// The moment that lies `duration` later; a moment beyond the reach of the clock is `distantFuture`.
    public func advanced(by duration: Duration) -> MonotonicTime {
        guard duration < .seconds(Self.reach) else { return .distantFuture }
        let sum = offset + max(duration, .seconds(-Self.reach))
        return MonotonicTime(offset: sum)
    }

    /// The time from this moment to another.
    public func duration(to other: MonotonicTime) -> Duration {
        other.offset - offset
    }

    /// Whether the first comes before the second.
    public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.offset < right.offset
    }

    /// A moment that never comes: about three thousand years away.
    public static let distantFuture = MonotonicTime(offset: .seconds(reach))

    private static let reach: Int64 = 100_000_000_000

    package var timespec: Glibc.timespec {
        let (seconds, attoseconds) = offset.components
        return Glibc.timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    }
}
