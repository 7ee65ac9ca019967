import ControlServer
import Posix

/// Gives the launcher signs of life, for as long as the threads that run the program's tasks get something done.
struct HeartBeat: Sendable {
    /// What the launcher asks for.
    struct Settings: Equatable, Sendable {
        /// Where signs of life go.
        let descriptor: Int32
        /// How long the launcher waits for the next one.
        let limit: Duration
    }

    private let settings: Settings
    private let timer: DeadlineTimer

    /// Begins to give signs of life.
    static func start(_ settings: Settings) throws(PosixError) {
        let file = FileDescriptor(rawValue: settings.descriptor)
        // A launcher that does not read must not hold up anybody.
        try file.setNonBlocking(true)
        HeartBeat(settings: settings, timer: try DeadlineTimer()).beat()
    }

    /// A task of the shared pool: when that is stuck, the launcher hears nothing more.
    private func beat() {
        Task {
            do {
                try FileDescriptor(rawValue: settings.descriptor).write([0])
            } catch {
                // It reads no more, or not now: the next one will tell.
            }
            do {
                _ = try timer.schedule(after: settings.limit / 4) { beat() }
            } catch {
                Complaint.write("warning: no more signs of life can be given to the launcher: \(error)")
            }
        }
    }
}
