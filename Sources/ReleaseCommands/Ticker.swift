import Posix

/// Lets the time that a reporter shows go on while nothing else happens.
final class Ticker: Sendable {
    private let ending: EventCounter

    /// Begins to tick, four times a second; nil when nobody watches, or when there is no thread to be had.
    init?(_ reporter: Reporter) {
        guard reporter.redraws, let ending = try? EventCounter() else { return nil }
        self.ending = ending
        do {
            try DedicatedThread.start("progress") {
                while Self.isTicking(until: ending) { reporter.tick() }
                ending.close()
            }
        } catch {
            ending.close()
            return nil
        }
    }

    /// Ends the ticking.
    func stop() {
        ending.signal()
    }

    /// True after a quarter of a second, false when it is over.
    private static func isTicking(until ending: EventCounter) -> Bool {
        do {
            return try !Poll.wait(for: ending.descriptor, .readable, until: .after(.milliseconds(250)))
        } catch {
            return false
        }
    }
}
