import Processes

extension Registry {
    /// Calls `body` with the entries of a key, here and now; not at all when there are none.
    ///
    ///     topics.dispatch("news") { subscribers in
    ///         for subscriber in subscribers { subscriber.process.send(article) }
    ///     }
    ///
    /// With several partitions by process it is called once for each that has entries. What it throws is thrown on, and
    /// the remaining partitions are left out.
    @inlinable
    public func dispatch<Failure: Error>(
        _ key: Key,
        _ body: (Entries) throws(Failure) -> Void
    ) throws(Failure) {
        if !table.isByProcess || table.partitionCount == 1 {
            let entries = table.entries(of: key)
            if !entries.isEmpty { try body(entries) }
            return
        }
        for entries in table.entriesByPartition(of: key) { try body(Entries(entries)) }
    }

    /// Calls `body` with the entries of a key, for several partitions at once if `parallel`, and waits until it is done.
    ///
    /// With several partitions by process each that has entries gets a process of its own, in which `body` runs; in any
    /// other case it runs in the caller. The first error that it throws is thrown on when all have come to their end.
    public nonisolated(nonsending) func dispatch(
        _ key: Key,
        parallel: Bool,
        _ body: @escaping @Sendable (Entries) async throws -> Void
    ) async throws {
        guard parallel, table.isByProcess, table.partitionCount > 1 else {
            let groups = table.isUnique ? [] : table.entriesByPartition(of: key).map { Entries($0) }
            for entries in table.isUnique ? [lookup(key)] : groups where !entries.isEmpty { try await body(entries) }
            return
        }
        let parts = table.entriesByPartition(of: key).map { DispatchPart(Entries($0), body) }
        try await withTaskCancellationHandler {
            for part in parts { await part.wait() }
            for part in parts { try part.check() }
        } onCancel: {
            for part in parts { part.process.endAlong() }
        }
    }
}

/// The work for the entries of one partition, in a process of its own.
private struct DispatchPart: Sendable {
    let process: ProcessID
    private let failure: Locked<(any Error)?>

    init<Entries: Sendable>(_ entries: Entries, _ body: @escaping @Sendable (Entries) async throws -> Void) {
        let failure = Locked<(any Error)?>(nil)
        self.failure = failure
        process =
            spawn(options: ProcessOptions(label: "dispatch")) { _ in
                do {
                    try await body(entries)
                } catch {
                    failure.withLock { $0 = error }
                }
            }.id
    }

    nonisolated(nonsending) func wait() async {
        _ = await process.exitReason()
    }

    /// Throws what the body has thrown, or why it did not come to its end.
    func check() throws {
        if let error = failure.withLock({ $0 }) { throw error }
        if Task.isCancelled { throw CancellationError() }
        if let reason = process.endReason, !reason.isNormal { throw CallError.exited(reason) }
    }
}
