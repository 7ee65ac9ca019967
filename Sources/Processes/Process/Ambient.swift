/// Where the running code stands: in which process, or at least in which process system.
///
/// Tasks that a callback starts inherit it. New processes do not: they are started detached and set their own.
@usableFromInline enum Ambient {
    /// As whom code runs.
    private enum Identity: Sendable {
        case nobody
        case process(ProcessCore)
        /// The process that has this seat now.
        case seat(Seat)
    }

    @TaskLocal static var system: ProcessSystem?
    @TaskLocal private static var identity = Identity.nobody

    @usableFromInline static var process: ProcessCore? {
        switch identity {
        case .nobody: nil
        case .process(let process): process
        case .seat(let seat): seat.process
        }
    }

    /// Runs code as a process, or as nobody.
    static func with<Result>(_ process: ProcessCore?, _ body: () throws -> Result) rethrows -> Result {
        try $identity.withValue(process.map(Identity.process) ?? .nobody, operation: body)
    }

    /// Runs code as a process, or as nobody.
    static nonisolated(nonsending) func with<Result>(
        _ process: ProcessCore?,
        _ body: nonisolated(nonsending) () async throws -> Result
    ) async rethrows -> Result {
        try await $identity.withValue(process.map(Identity.process) ?? .nobody, operation: body)
    }

    /// Runs code as whoever has a seat.
    static nonisolated(nonsending) func with<Result>(
        _ seat: Seat,
        _ body: nonisolated(nonsending) () async throws -> Result
    ) async rethrows -> Result {
        try await $identity.withValue(.seat(seat), operation: body)
    }
}
