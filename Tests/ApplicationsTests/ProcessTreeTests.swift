import Applications
import NodeConfiguration
import Processes
import Supervision
import Testing

/// A server that says when it ends, and ends as it is told.
private struct Clerk: GenServer {
    let name: String
    let journal: Journal

    static func initialize(_ argument: Clerk, _ context: Context<Clerk>) -> Clerk? {
        context.process.setTrapsExits(true)
        argument.journal.add("clerk \(argument.name) begins")
        return argument
    }

    mutating func terminate(_ reason: ExitReason, _ context: Context<Clerk>) async {
        journal.add("clerk \(name) ends: \(reason)")
        if name == "stubborn" { await journal.wait(for: "release") }
    }

    struct Crash: ServerCast {
        func handle(_ clerk: inout Clerk, _ context: Context<Clerk>) throws {
            throw Scenario.Failure(description: "crash")
        }
    }
}

/// An application that is a tree of processes; its configuration says which.
private enum Office: Application {
    static let name = "office"
    static let dependencies: [any Application.Type] = [Database.self]
    static let shape = ConfigurationKey<String>("office.shape", default: "supervisor")

    static func start(_ context: ApplicationContext) async throws -> any Service {
        let scenario = try Scenario.of(context)
        let journal = scenario.journal
        let shape = try context.configuration.get(shape)
        switch shape {
        case "dynamic":
            let top = try await DynamicSupervisor.startLink(maxRestarts: 0)
            scenario.keep(try await top.start(child("dynamic", journal))?.id, as: "clerk")
            scenario.keep(top.id, as: "root")
            return top
        case "partitions":
            let top = try await PartitionSupervisor.startLink(partitions: 2) { index in
                try await Clerk.startLink(Clerk(name: "\(index)", journal: journal))
            }
            scenario.keep(top.id, as: "root")
            return top
        case "failing":
            scenario.keep(try await Supervisor.startLink(.oneForOne) { child("early", journal) }.id, as: "root")
            scenario.keep(spawn { inbox in _ = try await inbox.receiveSignal() }.id, as: "stray")
            throw Scenario.Failure(description: "no office")
        default:
            let top = try await Supervisor.startLink(.oneForOne, maxRestarts: 1) {
                child("first", journal)
                child(shape == "stubborn" ? "stubborn" : "second", journal)
            }
            scenario.keep(spawn { inbox in _ = try await inbox.receiveSignal() }.id, as: "stray")
            scenario.keep(top.id, as: "root")
            return top
        }
    }

    private static func child(_ name: String, _ journal: Journal) -> ChildSpec {
        ChildSpec(id: ChildID(name)) { try await Clerk.startLink(Clerk(name: name, journal: journal)) }
    }
}

@Suite("An application that is a tree of processes", .timeLimit(.minutes(1)))
struct ProcessTreeTests {
    private func controller(_ scenario: Scenario, _ shape: String, as type: StartType = .permanent) throws
        -> ApplicationController
    {
        try scenario.controller(
            [Office.self],
            types: ["office": type],
            values: ["office": .table(["shape": .string(shape)])]
        )
    }

    private func clerks(_ scenario: Scenario) -> [String] {
        scenario.journal.entries.filter { $0.hasPrefix("clerk") }
    }

    @Test("APP-012 APP-015 APP-025 is ended from the top, the last child first, before what it depends on")
    func stop() async throws {
        let scenario = Scenario()
        let controller = try controller(scenario, "supervisor")
        try await controller.start()
        #expect(clerks(scenario) == ["clerk first begins", "clerk second begins"])
        let (root, stray) = (try scenario.process("root"), try scenario.process("stray"))
        #expect(root.isAlive && stray.isAlive)
        await scenario.journal.wait(for: "run database")
        await controller.stop()
        #expect(
            scenario.journal.entries.suffix(4)
                == ["clerk second ends: shutdown", "clerk first ends: shutdown", "stop database", "end database"]
        )
        #expect(!root.isAlive && !stray.isAlive)
    }

    @Test("APP-012 may have a dynamic or a partitioned supervisor at its root", arguments: ["dynamic", "partitions"])
    func otherRoots(shape: String) async throws {
        let scenario = Scenario()
        let controller = try controller(scenario, shape)
        try await controller.start()
        #expect(clerks(scenario).count == (shape == "dynamic" ? 1 : 2))
        try await controller.stop("office")
        #expect(clerks(scenario).filter { $0.hasSuffix("ends: shutdown") }.count == (shape == "dynamic" ? 1 : 2))
        #expect(try !scenario.process("root").isAlive)
        #expect(controller.started.map(\.name) == ["database"])
        await controller.stop()
    }

    @Test("APP-013 that cannot start leaves nothing of its processes behind")
    func failedStart() async throws {
        let scenario = Scenario()
        let controller = try controller(scenario, "failing")
        let error = await #expect(throws: ApplicationError.self) { try await controller.start() }
        #expect(error?.description == "application 'office' could not start: no office")
        #expect(clerks(scenario) == ["clerk early begins", "clerk early ends: shutdown"])
        #expect(try !scenario.process("root").isAlive)
        #expect(try !scenario.process("stray").isAlive)
    }

    /// Lets the root end with a reason; gives what the log says of it and whether the node must stop.
    private func end(_ type: StartType, _ end: (ProcessID) async throws -> Void) async throws -> [String] {
        let scenario = Scenario()
        let controller = try controller(scenario, "supervisor", as: type)
        try await controller.start()
        try await end(try scenario.process("root"))
        await scenario.journal.waitForEntry { $0.contains("application 'office' (\(type.rawValue)) ended") }
        await controller.stop()
        return scenario.journal.entries.filter { $0.contains("application 'office'") || $0.hasPrefix("node") }
    }

    private func endNormally(_ root: ProcessID) async throws {
        try await root.sys.terminate(.normal)
    }

    @Test("APP-020 APP-021 APP-022 a normal end of the root stops the node only when it is permanent")
    func normalEnd() async throws {
        #expect(
            try await end(.permanent, endNormally)
                == ["critical node: application 'office' (permanent) ended", "node must stop: office"]
        )
        #expect(
            try await end(.transient, endNormally) == ["notice node: application 'office' (transient) ended"]
        )
        #expect(
            try await end(.temporary, endNormally) == ["notice node: application 'office' (temporary) ended"]
        )
    }

    @Test("APP-020 APP-021 APP-022 a tree that gave up ended abnormally", arguments: [StartType.permanent, .transient])
    func gaveUp(type: StartType) async throws {
        let scenario = Scenario()
        let controller = try controller(scenario, "dynamic", as: type)
        try await controller.start()
        try ServerRef<Clerk>(scenario.process("clerk")).cast(Clerk.Crash())
        await scenario.journal.wait(for: "node must stop: office")
        #expect(
            scenario.journal.entries.contains(
                "critical node: application 'office' (\(type.rawValue)) ended with an error: shutdown"
            )
        )
        await controller.stop()
    }

    @Test("APP-022 a killed root of a temporary application is only reported")
    func killed() async throws {
        #expect(
            try await end(.temporary) { $0.kill() }
                == ["error node: application 'office' (temporary) ended with an error: killed"]
        )
    }

    @Test("is killed when it does not end in time; the log says which one was late, and the order holds")
    func late() async throws {
        let scenario = Scenario()
        let controller = try controller(scenario, "stubborn")
        try await controller.start()
        await scenario.journal.wait(for: "run database")
        let stop = Task { await controller.stop() }
        await scenario.journal.wait(for: "clerk stubborn ends: shutdown")
        await scenario.clock.advanceOnceSomebodySleeps(by: .seconds(15))
        await stop.value
        #expect(try !scenario.process("root").isAlive)
        #expect(
            // A child may still hear of its supervisor's end before it is killed itself.
            scenario.journal.entries.filter { !$0.hasPrefix("clerk") }.suffix(3)
                == ["warning office: did not stop in time; cancelling it", "stop database", "end database"]
        )
        scenario.journal.add("release")
    }
}
