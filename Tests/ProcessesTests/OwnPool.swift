import NodeLogging

@testable import Processes

/// Runs a test in a process system whose processes share so many threads with nobody else: for code that blocks them.
nonisolated(nonsending) func withOwnPool<Result>(
    threads: Int,
    _ body: nonisolated(nonsending) (ProcessSystem) async throws -> Result
) async rethrows -> Result {
    let pool = ThreadPool(threads: threads, name: "test")
    let system = ProcessSystem(clock: nil, log: Log("processes"), lingeringLimit: .seconds(10), pool: pool)
    defer {
        for process in system.list { process.kill() }
        pool.shutDown()
    }
    return try await system.run { try await body(system) }
}
