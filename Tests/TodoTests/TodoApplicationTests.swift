import Boot
import OTP
import ProcessTesting
import TestSupport
import Testing

@testable import Todo

@Suite("The to-do application", .timeLimit(.minutes(1)))
struct TodoApplicationTests {
    /// Runs the application with settings on top of a folder and a free port, and stops it.
    private func withApplication(
        _ settings: [String: ConfigurationValue] = [:],
        _ body: (_ world: TestWorld, _ log: CapturedLog, _ former: Configuration) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        let basis: [String: ConfigurationValue] = ["folder": .string(directory.path), "port": .int(0)]
        let configuration = Configuration(["todo": .table(basis.merging(settings) { $1 })])
        try await withTestWorld { world in
            let log = CapturedLog()
            let context = ApplicationContext(name: "todo", configuration: configuration, log: Log("todo", to: log))
            let service = try await TodoApplication.start(context)
            let running = Task { try await service.run() }
            try await body(world, log, configuration)
            await service.stop()
            try await running.value
            #expect(world.system.count == 0)
        }
    }

    @Test("is one tree: what others need stands first, and everything is gone when it stops")
    func tree() async throws {
        try await withApplication { _, log, _ in
            let children = try await Supervisor(named: "todo").children.reversed().compactMap(\.id?.text)
            #expect(
                children == [
                    "todo.database", "todo.watchers", "todo.watching", "todo.registry", "todo.lists", "HTTPListener",
                ]
            )
            #expect(log.entries.last?.message.hasPrefix("listening on 127.0.0.1:") == true)
        }
    }

    @Test("has as many workers as it is told to")
    func workers() async throws {
        try await withApplication(["workers": .int(5)]) { _, _, _ in
            let pool = try PartitionSupervisor<ServerRef<DatabaseWorker>>(named: "todo.database")
            #expect(try pool.partitions == 5)
        }
    }

    @Test("starts HTTP again when it has failed, without touching the lists")
    func listenerCrashes() async throws {
        try await withApplication { world, log, _ in
            try await TodoSystem.add(Entry(date: Day("20170120"), title: "Dentist"), to: ListName("bob"))
            let list = try await ListCache.server(of: ListName("bob"))
            let listener = try #require(HTTPListener.name.process)
            listener.kill()
            _ = await listener.exitReason()
            await world.settle()
            #expect(HTTPListener.name.process != nil && HTTPListener.name.process != listener)
            #expect(log.entries.count { $0.message.hasPrefix("listening on") } == 2)
            #expect(list.isAlive)
        }
    }

    @Test("takes over another token while it runs, and refuses to change what it cannot")
    func reload() async throws {
        try await withApplication(["api_token": .string("first")]) { _, _, former in
            let status = try await HTTPListener.name.process?.sys.status()
            #expect(status.map { $0.state.hasPrefix("listening on 127.0.0.1:") && !$0.state.contains("first") } == true)

            var later = former
            later.set(.string("second"), at: "todo.api_token", from: .file("test"))
            try await TodoApplication.configurationChanged(ConfigurationChange(of: "todo", from: former, to: later))
            let listener = try HTTPListener.name.find()
            let gate = try await listener.sys.state().settings.interface.gate
            #expect(gate.admits("Bearer second") && !gate.admits("Bearer first"))

            later.set(.int(5), at: "todo.workers", from: .file("test"))
            let change = ConfigurationChange(of: "todo", from: former, to: later)
            let error = await #expect(throws: TodoError.self) { try await TodoApplication.configurationChanged(change) }
            #expect(error.map { "\($0)" } == "todo.workers cannot be changed while the node runs; restart it")
        }
    }

    @Test(
        "refuses to start with a number of workers that makes no sense",
        arguments: [0, 65]
    )
    func badWorkers(count: Int) async throws {
        let error = await #expect(throws: TodoError.self) {
            try await withApplication(["workers": .int(count)]) { _, _, _ in }
        }
        #expect(error.map { "\($0)" } == "todo.workers is \(count); it must be 1 to 64")
    }

    @Test("does not start when it cannot listen, says why, and leaves nothing running")
    func portInUse() async throws {
        try await withApplication { world, log, _ in
            let before = world.system.count
            let port = try #require(log.entries.last?.message.split(separator: ":").last.flatMap { Int($0) })
            let error = await #expect(throws: StartError.self) {
                try await world.system.run {
                    try await withTestWorld { other in
                        defer { #expect(other.system.count == 0) }
                        try await withApplication(["port": .int(port)]) { _, _, _ in }
                    }
                }
            }
            #expect("\(String(describing: error))".contains("cannot listen on 127.0.0.1 port \(port)"))
            #expect(world.system.count == before)
        }
    }
}
