import Processes

extension Inbox {
    /// Waits for the exit of a linked process.
    nonisolated(nonsending) mutating func receiveExit(
        of process: ProcessID?,
        within limit: Duration? = nil
    ) async throws -> ExitReason? {
        try await select(within: limit) { mail in
            if case .signal(.exit(process, let reason)) = mail { reason } else { nil }
        }
    }
}

/// Waits for ever, until the process is to end.
@Sendable func idle<Message>(_ inbox: inout Inbox<Message>) async throws {
    try await inbox.process.sleep()
}
