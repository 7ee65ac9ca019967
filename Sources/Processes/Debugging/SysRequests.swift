/// What can be asked of a server of any kind, whether its type is known (`ServerSys`) or not (`Sys`).
///
/// Requests wait in the mailbox like messages, and are handled also while the server is suspended. A server that is
/// not there, or does not answer in time, throws a `CallError`.
public protocol SysRequests: Sendable {
    /// The server's process.
    var process: ProcessID { get }
}

extension SysRequests {
    /// All there is to say about the server.
    public nonisolated(nonsending) func status(timeout: Duration? = .seconds(5)) async throws -> ServerStatus {
        try await process.request(timeout: timeout) { target in
            guard let snapshot = target.snapshot(ofEnded: true, messages: 0) else { throw CallError.noProcess }
            var statistics = target.debugging?.statistics
            statistics?.now = target.system.now
            return ServerStatus(
                id: snapshot.id,
                kind: target.kindOfServer,
                isSuspended: target.suspension,
                parent: snapshot.ancestors.first,
                dictionary: snapshot.dictionary,
                state: target.statusText,
                loggedEvents: target.debugging?.kept?.events.elements ?? [],
                statistics: statistics,
                observers: target.debugging?.observers.map(\.id) ?? []
            )
        }
    }

    /// Lets everything but requests of `sys` and the end of the parent wait.
    public nonisolated(nonsending) func suspend(timeout: Duration? = .seconds(5)) async throws {
        try await process.request(timeout: timeout) { $0.suspension = true }
    }

    /// Handles what waited, in order, and goes on.
    public nonisolated(nonsending) func resume(timeout: Duration? = .seconds(5)) async throws {
        try await process.request(timeout: timeout) { $0.suspension = false }
    }

    /// Ends the server in the ordinary way, also while it is suspended, and waits until it is gone.
    public nonisolated(nonsending) func terminate(
        _ reason: ExitReason = .shutdown,
        timeout: Duration? = nil
    ) async throws(CallError) {
        try await process.stop(reason, timeout: timeout)
    }

    // MARK: - Watching

    /// Begins, or stops, to count messages; beginning again keeps the numbers.
    public nonisolated(nonsending) func countStatistics(
        _ counts: Bool,
        timeout: Duration? = .seconds(5)
    ) async throws {
        try await change(timeout) { debugging, now in
            if counts { debugging.count(from: now) } else { debugging.statistics = nil }
        }
    }

    /// What was counted; `nil` while counting is off.
    public nonisolated(nonsending) func statistics(
        timeout: Duration? = .seconds(5)
    ) async throws -> ServerStatistics? {
        try await process.request(timeout: timeout) { target in
            var statistics = target.debugging?.statistics
            statistics?.now = target.system.now
            return statistics
        }
    }

    /// Writes every event to the log of the process system, or stops to.
    public nonisolated(nonsending) func trace(_ traces: Bool, timeout: Duration? = .seconds(5)) async throws {
        try await change(timeout) { debugging, _ in debugging.traces = traces }
    }

    /// Keeps the last events, ten unless told otherwise; zero drops them.
    public nonisolated(nonsending) func log(last count: Int = 10, timeout: Duration? = .seconds(5)) async throws {
        try await change(timeout) { debugging, _ in
            if count > 0 { debugging.keep(count) } else { debugging.kept = nil }
        }
    }

    /// The events that were kept, oldest first; empty while none are.
    public nonisolated(nonsending) func loggedEvents(timeout: Duration? = .seconds(5)) async throws -> [DebugEvent] {
        try await process.request(timeout: timeout) { $0.debugging?.kept?.events.elements ?? [] }
    }

    /// Appends every event to a file, a line each; `nil` closes it.
    public nonisolated(nonsending) func log(toFile path: String?, timeout: Duration? = .seconds(5)) async throws {
        try await change(timeout) { debugging, _ in
            debugging.file = nil
            if let path { debugging.file = try EventFile(path: path) }
        }
    }

    /// Lets a function of yours see each event, until it says `false` or throws.
    public nonisolated(nonsending) func install(
        _ id: String,
        timeout: Duration? = .seconds(5),
        _ observe: @escaping @Sendable (DebugEvent) throws -> Bool
    ) async throws {
        try await change(timeout) { debugging, _ in
            debugging.observers.removeAll { $0.id == id }
            debugging.observers.append((id, observe))
        }
    }

    /// Takes an installed function away.
    public nonisolated(nonsending) func remove(_ id: String, timeout: Duration? = .seconds(5)) async throws {
        try await change(timeout) { debugging, _ in debugging.observers.removeAll { $0.id == id } }
    }

    /// Takes away everything that watches.
    public nonisolated(nonsending) func stopWatching(timeout: Duration? = .seconds(5)) async throws {
        try await process.request(timeout: timeout) { $0.debugging = nil }
    }

    private nonisolated(nonsending) func change(
        _ timeout: Duration?,
        _ body: @escaping @Sendable (Debugging, MonotonicTime) throws -> Void
    ) async throws {
        try await process.request(timeout: timeout) { target in
            let now = target.system.now
            let debugging = target.debugging ?? Debugging(in: target.system)
            try body(debugging, now)
            target.debugging = debugging.isEmpty ? nil : debugging
        }
    }
}
