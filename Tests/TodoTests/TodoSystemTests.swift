import OTP
import ProcessTesting
import TestSupport
import Testing

@testable import Todo

@Suite("The to-do system", .timeLimit(.minutes(1)))
struct TodoSystemTests {
    @Test("finds its lists again when it is started again")
    func restart() async throws {
        try await withTodoWorld { world in
            try await world.add("Dentist", to: "bob")
            try await world.stop()
            #expect(world.processes.system.count == 0)
            try await world.start()
            let lists = try await TodoSystem.lists()
            #expect(lists.map(\.description) == ["bob"])
            let titles = try await world.titles("bob")
            #expect(titles == ["Dentist"])
        }
    }

    @Test("lists the entries of a list by day, and within a day as they were added")
    func order() async throws {
        try await withTodoWorld { world in
            let bob = try ListName("bob")
            for (day, title) in [("20170121", "c"), ("20170120", "a"), ("20170120", "b")] {
                try await TodoSystem.add(Entry(date: Day(day), title: title), to: bob)
            }
            let titles = try await world.titles("bob")
            #expect(titles == ["a", "b", "c"])
        }
    }

    @Test("has every entry that was acknowledged, however many add at once")
    func manyAtOnce() async throws {
        try await withTodoWorld { world in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let list = try ListName("list \(number % 4)")
                        try await TodoSystem.add(Entry(date: Day("20170120"), title: "\(number)"), to: list)
                        let titles = try await TodoSystem.list(list).all.map(\.title)
                        #expect(titles.contains("\(number)"))
                    }
                }
                try await group.waitForAll()
            }
            for number in 0..<4 {
                let titles = try await world.titles("list \(number)")
                #expect(titles.count == 15)
            }
            let running = try ListCache.running()
            #expect(running.count == 4)
        }
    }

    @Test("notices what another process of the system changes")
    func otherProcess() async throws {
        try await withTodoWorld { world in
            try await world.add("old", to: "bob")
            try await TodoSystem.add(Entry(date: Day("20180101"), title: "new"), to: ListName("bob"))
            var titles = try await world.titles("bob")
            #expect(titles == ["old", "new"])

            try await withTestWorld { _ in
                try await world.start()
                let count = try await TodoSystem.purge(before: Day("20180101"))
                #expect(count == 1)
                try await world.stop()
            }
            titles = try await world.titles("bob")
            #expect(titles == ["new"])
            try await TodoSystem.add(Entry(date: Day("20180102"), title: "newer"), to: ListName("bob"))
            titles = try await world.titles("bob")
            #expect(titles == ["new", "newer"])
        }
    }

    @Test("says which folder it cannot make")
    func folderInTheWay() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "file")
        let path = directory.path("file/folder")
        let settings = StorageSettings(folder: StorageFolder(path: path), workers: 1)
        let error = await #expect(throws: TodoError.self) { try await TodoSystem.start(settings) }
        #expect(error.map { "\($0)" } == "cannot make the folder \(path): Not a directory")
    }

    @Test("starts only once, however often a task asks for it")
    func startedTwice() async throws {
        try await withTodoWorld { world in
            let before = Set(world.processes.system.list)
            try await world.start()
            #expect(Set(world.processes.system.list) == before)
        }
    }
}

@Suite("A list's server", .timeLimit(.minutes(1)))
struct ListServerTests {
    @Test("comes back with its entries when it was killed")
    func killed() async throws {
        try await withTodoWorld { world in
            try await world.add("Dentist", "Fundraiser", to: "bob")
            let before = try await ListCache.server(of: ListName("bob"))
            before.id.kill()
            #expect(await world.end(of: before.id) == .killed)
            await world.processes.settle()
            // Its supervisor has restarted it: nobody asked for it yet.
            let running = try ListCache.running()
            #expect(running.map(\.description) == ["bob"])

            let after = try await ListCache.server(of: ListName("bob"))
            #expect(after != before)
            let titles = try await world.titles("bob")
            #expect(titles == ["Dentist", "Fundraiser"])
        }
    }

    @Test("is one, however many ask for it at once")
    func oneForAll() async throws {
        try await withTodoWorld { _ in
            let servers = try await withThrowingTaskGroup(of: ServerRef<ListServer>.self) { group in
                for _ in 0..<50 { group.addTask { try await ListCache.server(of: ListName("bob")) } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(servers.count == 1)
        }
    }

    @Test("ends when nobody asks for a while, and knows its entries when somebody does")
    func idle() async throws {
        try await withTodoWorld { world in
            try await world.add("Dentist", to: "bob")
            let server = try await ListCache.server(of: ListName("bob"))
            await world.processes.advance(by: ListServer.idleLimit - .seconds(1))
            #expect(server.isAlive)
            var titles = try await world.titles("bob")
            await world.processes.advance(by: ListServer.idleLimit - .seconds(1))
            #expect(server.isAlive)
            await world.processes.advance(by: .seconds(1))
            #expect(await world.end(of: server.id) == .normal)
            #expect(try ListCache.running() == [])

            titles = try await world.titles("bob")
            #expect(titles == ["Dentist"])
        }
    }

    @Test("is found again when all that knew the servers has failed")
    func registryFails() async throws {
        try await withTodoWorld { world in
            try await world.add("Dentist", to: "bob")
            let registry = try #require(ProcessName("todo.registry").process)
            registry.kill()
            _ = await world.end(of: registry)
            await world.processes.settle()
            #expect(try ListCache.running() == [])
            try await world.add("Fundraiser", to: "bob")
            let titles = try await world.titles("bob")
            #expect(titles == ["Dentist", "Fundraiser"])
        }
    }

    @Test("shows in reports which list it serves, and none of its entries")
    func status() async throws {
        try await withTodoWorld { world in
            try await world.add("Dentist", to: "bob")
            _ = try await world.titles("bob")
            let server = try await ListCache.server(of: ListName("bob"))
            let status = try await server.id.sys.status()
            #expect(status.state == "the list bob, 1 entries")
        }
    }
}
