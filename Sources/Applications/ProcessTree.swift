package import Processes
public import Supervision

/// A service that is a tree of processes: the application runs for as long as the process at its root.
package protocol ProcessTree: Service {
    /// The root.
    var id: ProcessID { get }
}

extension ProcessTree {
    /// Waits for the end of the root; every reason but `normal` is thrown.
    ///
    /// A tree that gave up ends with `shutdown`, which is no normal end.
    func waitForRoot() async throws {
        let root = id
        // Detached, because the tree is waited for also when nobody wants to wait any more: it takes its time to end.
        let reason = await Task.detached { await root.exitReason() }.value
        let known = root.endReason ?? reason ?? .noProcess
        guard !known.isNormal else { return }
        throw known
    }
}

extension Supervisor: Service, ProcessTree {
    /// Returns when the supervisor has ended normally; throws any other `ExitReason`.
    public func run() async throws { try await waitForRoot() }

    /// Ends the supervisor normally, its children first; how it really ended, `run` tells.
    public func stop() async { try? await stop(.normal, timeout: nil) }
}

extension DynamicSupervisor: Service, ProcessTree {
    /// Returns when the supervisor has ended normally; throws any other `ExitReason`.
    public func run() async throws { try await waitForRoot() }

    /// Ends the supervisor normally, its children first; how it really ended, `run` tells.
    public func stop() async { try? await stop(.normal, timeout: nil) }
}

extension PartitionSupervisor: Service, ProcessTree {
    /// Returns when the supervisor has ended normally; throws any other `ExitReason`.
    public func run() async throws { try await waitForRoot() }

    /// Ends the supervisor normally, its children first; how it really ended, `run` tells.
    public func stop() async { try? await stop(.normal, timeout: nil) }
}
