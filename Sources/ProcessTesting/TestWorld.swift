import NodeLogging
public import Processes

/// A process system for one test: nobody else's names, a clock that stands still, a log that is kept.
///
///     try await withTestWorld { world in
///         let stack = try await Stack.start([])
///         await world.settle()
///     }
public struct TestWorld: Sendable {
    /// The process system.
    public let system: ProcessSystem
    /// Its clock.
    public let clock: ManualClock
    /// Its log.
    public let log: CapturedLog

    init() {
        clock = ManualClock()
        log = CapturedLog()
        system = ProcessSystem(clock: clock, log: Log("processes", to: log))
    }

    /// Returns when every process waits and has no message that it would take.
    ///
    /// The process that calls this does not count, and what sleeps on the clock of this world, or waits for a task, waits.
    /// Code that waits for something else never settles, such as one that calls a server which does not answer, or a
    /// `Runnable` that reads a stream, as nobody can tell whether it is about to go on: wait for its timer with
    /// `timers(reach:)`, or for what it does with a `Probe`. It also returns when the present task is cancelled, as a test is whose time is over; so do all functions here.
    public func settle() async {
        await system.settle()
    }

    /// Moves the clock from timer to timer, and lets all processes settle after each.
    public func advance(by duration: Duration) async {
        let end = clock.now.advanced(by: duration)
        await settle()
        while !Task.isCancelled, let next = system.nextDeadline, next <= end {
            clock.advance(to: next)
            await settle()
        }
        guard !Task.isCancelled else { return }
        clock.advance(to: end)
        await settle()
    }

    /// Returns when a message whose text contains `text` waits in the mailbox of a process that is alive.
    public func waitForMail(containing text: String, in process: ProcessID) async {
        await system.waitForMail(containing: text, in: process)
    }

    /// Returns when the code of every killed process has come to its end.
    public func waitForLingering() async {
        await system.waitForLingering()
    }

    /// Returns when so many timers wait for the clock.
    public func timers(reach count: Int) async {
        await system.waitForTimers(count)
    }
}

/// Runs a test in a world of its own; all processes that it leaves behind are killed.
public nonisolated(nonsending) func withTestWorld<Result>(
    _ body: nonisolated(nonsending) (TestWorld) async throws -> Result
) async rethrows -> Result {
    let world = TestWorld()
    defer { for process in world.system.list { process.kill() } }
    return try await world.system.run { try await body(world) }
}

/// Runs code as a process of its own, with a mailbox, in the present task.
///
/// What the code throws is thrown on, after the process has ended with it.
public nonisolated(nonsending) func withProcess<Message: Sendable, Result>(
    _ type: Message.Type,
    options: ProcessOptions = ProcessOptions(),
    _ body: nonisolated(nonsending) (inout Inbox<Message>) async throws -> Result
) async throws -> Result {
    try await adoptTask(type, options: options, body)
}

/// Runs code as a process of its own that takes signals only, in the present task.
public nonisolated(nonsending) func withProcess<Result>(
    options: ProcessOptions = ProcessOptions(),
    _ body: nonisolated(nonsending) (inout Inbox<Never>) async throws -> Result
) async throws -> Result {
    try await adoptTask(Never.self, options: options, body)
}
