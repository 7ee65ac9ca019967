import Posix

/// Holds threads until it is opened.
final class Gate: Sendable {
    private let pipe: Pipe?

    init() {
        do {
            pipe = try Pipe()
        } catch {
            pipe = nil
        }
    }

    deinit {
        pipe?.readEnd.close()
    }

    /// Waits until the gate is open: the pipe ends when its other end is closed.
    func wait() {
        do {
            _ = try pipe?.readEnd.readToEnd()
        } catch {
            // No pipe, no waiting.
        }
    }

    func open() {
        pipe?.writeEnd.close()
    }
}
