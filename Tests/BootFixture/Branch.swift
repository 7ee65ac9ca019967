import Processes
import Supervision

/// A supervisor that an evaluation starts.
enum Branch {
    private static let opened = Locked<ProcessID?>(nil)

    /// Starts one linked to whoever runs this.
    static func open() async throws {
        let supervisor = try await Supervisor.startLink(.oneForOne) {}
        opened.withLock { $0 = supervisor.id }
    }

    /// Why the last one has ended, once it has.
    static func end() async -> String? {
        guard let branch = opened.withLock({ $0 }) else { return nil }
        return await branch.exitReason().map { "\($0)" }
    }
}
