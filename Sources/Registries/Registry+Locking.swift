import Processes

extension Registry {
    /// Runs `body` here while nobody else runs something under the same lock key, and gives what it returns.
    ///
    ///     try await rooms.lock("lobby") {
    ///         if rooms.lookup("lobby").isEmpty { _ = try await supervisor.start(Chat.child("lobby")) }
    ///     }
    ///
    /// Lock keys have nothing to do with the keys of entries. Who waits gets the lock in the order of asking. It is
    /// given back when `body` returns or throws, and when the calling process ends; if that was killed, its code may
    /// still run for a while, but is dead for all others. A process that asks for a lock that it holds waits for ever.
    ///
    /// Throws what `body` throws, `CancellationError` when the caller is cancelled while it waits, and
    /// `RegistryError.notRunning` when the registry ends meanwhile.
    public nonisolated(nonsending) func lock<LockKey: Hashable & Sendable, Result>(
        _ key: LockKey,
        _ body: nonisolated(nonsending) () async throws -> Result
    ) async throws -> Result {
        let ticket = table.locks.enter(LockTable.Key(key), ProcessContext.current?.id)
        defer { ticket.release() }
        let outcome = await withTaskCancellationHandler {
            await ticket.promise.value()
        } onCancel: {
            if ticket.promise.resolve(.cancelled) { ticket.release() }
        }
        switch outcome {
        case .granted: return try await body()
        case .cancelled: throw CancellationError()
        case .ended: throw RegistryError.notRunning
        }
    }
}

extension Registry {
    /// Returns when so many want a lock, the one who has it included; for tests.
    package func waitForLockQueue(_ key: some Hashable & Sendable, reaching count: Int) async {
        await table.locks.waitForQueue(LockTable.Key(key), reaching: count)
    }
}
