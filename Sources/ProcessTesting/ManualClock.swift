public import Processes

/// A clock that stands still until a test moves it.
///
///     let clock = ManualClock()
///     let system = ProcessSystem(clock: clock)
///     clock.advance(by: .seconds(5))      // every timer that is due has fired when this returns
public final class ManualClock: TimeSource {
    private let state = Locked(State())

    private struct State {
        var now = MonotonicTime(offset: .zero)
        var fire: (@Sendable () -> Void)?
    }

    /// A clock at its zero.
    public init() {}

    /// The present moment.
    public var now: MonotonicTime {
        state.withLock(\.now)
    }

    /// Takes what to call when time has come.
    public func attach(_ fire: @escaping @Sendable () -> Void) {
        state.withLock { $0.fire = fire }
    }

    /// Does nothing: a test moves this clock.
    public func nextDeadline(is deadline: MonotonicTime?) {}

    /// Moves the clock, and fires what is due.
    public func advance(by duration: Duration) {
        advance(to: now.advanced(by: duration))
    }

    /// Moves the clock to a moment, never back, and fires what is due.
    public func advance(to moment: MonotonicTime) {
        let fire = state.withLock { state in
            state.now = max(state.now, moment)
            return state.fire
        }
        fire?()
    }
}
