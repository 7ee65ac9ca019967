import OTP

/// What tasks of these tests fail with.
struct Broken: Error, Equatable {
    var number = 0
}

/// Waits until the process is to end.
func waitForEver() async throws {
    try await ProcessContext.current?.sleep()
}

/// How a process ends that runs `body`.
func end(of body: @escaping @Sendable (inout Inbox<Never>) async throws -> Void) async -> ExitReason? {
    await spawn(body).id.exitReason()
}

extension ProcessID {
    /// How much waits in the mailbox.
    var mailCount: Int? {
        info?.messageQueueLength
    }
}

extension SupervisedTask {
    /// Waits for the end of the process, however it comes, without asking for the result.
    func ended() async {
        _ = await process?.exitReason()
    }
}

extension Result where Failure == ExitReason {
    /// Why there is no value.
    var endReason: ExitReason? {
        if case .failure(let reason) = self { reason } else { nil }
    }
}
