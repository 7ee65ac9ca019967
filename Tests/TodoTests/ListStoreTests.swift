import Glibc
import TestSupport
import Testing

@testable import Todo

@Suite("A list on disk")
struct ListStoreTests {
    private let directory: TemporaryDirectory
    private let store: ListStore
    private let bob: ListName

    init() throws {
        directory = try TemporaryDirectory()
        store = ListStore(folder: StorageFolder(path: directory.path))
        bob = try ListName("bob")
    }

    private func entry(_ title: String, on day: String = "20170120") throws -> Entry {
        try Entry(date: Day(day), title: title)
    }

    private func titles() throws -> [String] {
        try store.load(bob, unless: nil)?.list.all.map(\.title) ?? []
    }

    @Test("holds what was added, in order, for the owner alone")
    func adds() throws {
        _ = try store.append(entry("Dentist"), to: bob, knowing: nil)
        _ = try store.append(entry("Fundraiser"), to: bob, knowing: nil)
        #expect(try titles() == ["Dentist", "Fundraiser"])
        var status = stat()
        #expect(stat(directory.path("bob.todo"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test("is empty when it has no file")
    func noFile() throws {
        #expect(try titles() == [])
    }

    @Test("is not read again while its file is as known")
    func knownVersion() throws {
        _ = try store.append(entry("Dentist"), to: bob, knowing: nil)
        let known = try #require(try store.load(bob, unless: nil))
        #expect(try store.load(bob, unless: known) == nil)
        _ = try store.append(entry("Fundraiser"), to: bob, knowing: known)
        #expect(try store.load(bob, unless: known)?.list.all.count == 2)
    }

    @Test("replaces half an entry that a power cut left")
    func halfAnEntry() throws {
        _ = try store.append(entry("Dentist"), to: bob, knowing: nil)
        try directory.write(directory.text(of: "bob.todo") + #"{"date":"20"#, to: "bob.todo")
        let known = try #require(try store.load(bob, unless: nil))
        _ = try store.append(entry("Fundraiser"), to: bob, knowing: known)
        #expect(try titles() == ["Dentist", "Fundraiser"])
    }

    @Test("gets the line end that an edit by hand forgot")
    func missingLineEnd() throws {
        try directory.write(#"{"date":"2017-01-20","title":"Dentist"}"#, to: "bob.todo")
        let known = try #require(try store.load(bob, unless: nil))
        _ = try store.append(entry("Fundraiser"), to: bob, knowing: known)
        #expect(try titles() == ["Dentist", "Fundraiser"])
    }

    @Test("stays as it is when it is corrupt")
    func corrupt() throws {
        let text = "nonsense\n" + #"{"date":"2017-01-20","title":"Dentist"}"# + "\n"
        let path = try directory.write(text, to: "bob.todo")
        let expected = TodoError.corruptFile(path: path, line: 1)
        #expect(throws: expected) { try store.load(bob, unless: nil) }
        #expect(throws: expected) { try store.append(entry("Fundraiser"), to: bob, knowing: nil) }
        #expect(throws: expected) { try store.purge(bob, before: Day("20180101")) }
        #expect(try directory.text(of: "bob.todo") == text)
    }

    @Test("cannot be used when its folder is missing, and says so")
    func missingFolder() throws {
        let path = directory.path("gone")
        let store = ListStore(folder: StorageFolder(path: path))
        let expected = TodoError.storage(call: "use the folder", path: path, code: ENOENT)
        #expect(throws: expected) { try store.load(bob, unless: nil) }
        #expect(throws: expected) { try store.append(entry("Dentist"), to: bob, knowing: nil) }
        #expect("\(expected)" == "cannot use the folder \(path): No such file or directory")
    }

    @Test("loses the entries before a day, and keeps the others")
    func purge() throws {
        for day in ["20161230", "20170120", "20161231"] {
            _ = try store.append(entry(day, on: day), to: bob, knowing: nil)
        }
        let known = try #require(try store.load(bob, unless: nil))
        #expect(try store.purge(bob, before: Day("20170101")) == 2)
        #expect(try titles() == ["20170120"])
        // Whoever knew the former file notices.
        _ = try store.append(entry("Later", on: "20170121"), to: bob, knowing: known)
        #expect(try titles() == ["20170120", "Later"])
        #expect(try store.purge(bob, before: Day("20170101")) == 0)
    }

    @Test("loses nothing when it is added to and purged at the same time")
    func concurrentChanges() async throws {
        let store = store
        let bob = bob
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for number in 0..<25 {
                        let day = try Day(number.isMultiple(of: 2) ? "20160101" : "20170101")
                        _ = try store.append(Entry(date: day, title: "\(task)-\(number)"), to: bob, knowing: nil)
                    }
                }
                group.addTask { _ = try store.purge(bob, before: Day("20161231")) }
            }
            try await group.waitForAll()
        }
        _ = try store.purge(bob, before: Day("20161231"))
        #expect(try titles().count == 4 * 12)
    }
}
