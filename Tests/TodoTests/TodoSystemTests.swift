import TestSupport
import Testing

@testable import Todo

@Suite("The to-do system")
struct TodoSystemTests {
    private let directory: TemporaryDirectory
    private let settings: StorageSettings

    init() throws {
        directory = try TemporaryDirectory()
        settings = StorageSettings(folder: StorageFolder(path: directory.path("a/b")), workers: 3)
    }

    @Test("finds its lists again when it is opened again")
    func reopening() async throws {
        let entry = try Entry(date: Day("20170120"), title: "Dentist")
        try await TodoSystem(settings).add(entry, to: ListName("bob"))
        let reopened = try TodoSystem(settings)
        #expect(try await reopened.lists().map(\.description) == ["bob"])
        #expect(try await reopened.list(ListName("bob")).entries(on: entry.date) == [entry])
    }

    @Test("lists the entries of a list by day, and within a day as they were added")
    func order() async throws {
        let system = try TodoSystem(settings)
        let bob = try ListName("bob")
        for (day, title) in [("20170121", "c"), ("20170120", "a"), ("20170120", "b")] {
            try await system.add(Entry(date: Day(day), title: title), to: bob)
        }
        #expect(try await system.list(bob).all.map(\.title) == ["a", "b", "c"])
    }

    @Test("has every entry that was acknowledged, however many add at once")
    func manyAtOnce() async throws {
        let system = try TodoSystem(settings)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    let list = try ListName("list \(number % 4)")
                    try await system.add(Entry(date: Day("20170120"), title: "\(number)"), to: list)
                    let titles = try await system.list(list).all.map(\.title)
                    #expect(titles.contains("\(number)"))
                }
            }
            try await group.waitForAll()
        }
        let lists = try await system.lists()
        #expect(lists.count == 4)
        for list in lists { #expect(try await system.list(list).all.count == 15) }
    }

    @Test("notices what another process changes")
    func otherProcess() async throws {
        let node = try TodoSystem(settings)
        let task = try TodoSystem(settings)
        let bob = try ListName("bob")
        try await node.add(Entry(date: Day("20160101"), title: "old"), to: bob)
        try await node.add(Entry(date: Day("20170101"), title: "new"), to: bob)
        #expect(try await node.list(bob).all.count == 2)
        #expect(try await task.purge(before: Day("20170101")) == 1)
        #expect(try await node.list(bob).all.map(\.title) == ["new"])
        try await node.add(Entry(date: Day("20170102"), title: "newer"), to: bob)
        #expect(try await task.list(bob).all.map(\.title) == ["new", "newer"])
    }

    @Test("says which folder it cannot make")
    func folderInTheWay() throws {
        try directory.write("", to: "file")
        let path = directory.path("file/folder")
        let settings = StorageSettings(folder: StorageFolder(path: path), workers: 1)
        let error = #expect(throws: TodoError.self) { try TodoSystem(settings) }
        #expect(error.map { "\($0)" } == "cannot make the folder \(path): Not a directory")
    }

    @Test("gives a list the same worker in every run")
    func slots() throws {
        #expect(Database.slot(of: try ListName("bob"), among: 3) == 0)
        let used = try Set((0..<32).map { Database.slot(of: try ListName("list \($0)"), among: 3) })
        #expect(used == [0, 1, 2])
    }

    @Test("forgets servers beyond the capacity of its cache, but no entry")
    func cacheCapacity() async throws {
        let database = Database(folder: StorageFolder(path: directory.path), workers: 1)
        let cache = ListCache(database: database, capacity: 2)
        for number in 0..<5 {
            try await cache.server(of: ListName("\(number)")).add(Entry(date: Day("20170120"), title: "x"))
        }
        for number in 0..<5 {
            #expect(try await cache.server(of: ListName("\(number)")).list().all.count == 1)
        }
    }
}
