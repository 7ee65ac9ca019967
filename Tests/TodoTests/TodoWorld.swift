import OTP
import ProcessTesting
import TestSupport

@testable import Todo

/// A to-do system for one test: processes, clock, log and folder of its own.
struct TodoWorld {
    let processes: TestWorld
    let directory: TemporaryDirectory
    let settings: StorageSettings

    /// Ends the whole tree, as the node does when it stops.
    func stop() async throws {
        try await Supervisor(named: TodoSystem.name).stop(.shutdown)
    }

    func start() async throws {
        try await TodoSystem.start(settings)
    }

    func add(_ titles: String..., to list: String) async throws {
        for title in titles {
            try await TodoSystem.add(Entry(date: Day("20170120"), title: title), to: ListName(list))
        }
    }

    func titles(_ list: String) async throws -> [String] {
        try await TodoSystem.list(ListName(list)).all.map(\.title)
    }

    /// Waits until a process has ended, which the clock of the test has no part in.
    func end(of process: ProcessID) async -> ExitReason? {
        await process.exitReason()
    }
}

/// Runs a test with a to-do system; whatever comes of it, the system is stopped and its folder removed.
nonisolated(nonsending) func withTodoWorld(
    workers: Int = 3,
    _ body: nonisolated(nonsending) (TodoWorld) async throws -> Void
) async throws {
    try await withTestWorld { processes in
        let directory = try TemporaryDirectory()
        let settings = StorageSettings(folder: StorageFolder(path: directory.path("a/b")), workers: workers)
        let world = TodoWorld(processes: processes, directory: directory, settings: settings)
        try await world.start()
        try await body(world)
        try await world.stop()
    }
}
