import Glibc
import OTP
import ProcessTesting
import Testing

@testable import Todo

@Suite("The database", .timeLimit(.minutes(1)))
struct DatabaseTests {
    @Test("gives a list the same worker each time, in every run, and spreads lists over all")
    func sameWorker() async throws {
        #expect(try Database.key(of: ListName("bob")) == 0x4D_4419_134A_0A54)
        try await withTodoWorld(workers: 3) { _ in
            var used: Set<ProcessID> = []
            for number in 0..<32 {
                let list = try ListName("list \(number)")
                let worker = try Database.worker(for: list)
                #expect(try Database.worker(for: list) == worker)
                used.insert(worker.id)
            }
            #expect(used.count == 3)
        }
    }

    @Test("goes on with a new worker when one has crashed, and its lists with it")
    func workerCrashes() async throws {
        try await withTodoWorld { world in
            try await world.add("Dentist", to: "bob")
            let bob = try ListName("bob")
            let server = try await ListCache.server(of: bob)
            let worker = try Database.worker(for: bob)
            worker.id.kill()
            _ = await world.end(of: worker.id)
            await world.processes.settle()
            #expect(try Database.worker(for: bob) != worker)
            try await world.add("Fundraiser", to: "bob")
            let titles = try await world.titles("bob")
            #expect(titles == ["Dentist", "Fundraiser"])
            #expect(server.isAlive)
        }
    }

    @Test("waits for the disk on threads of its own, so that nobody else waits")
    func dedicatedThreads() async throws {
        try await withTodoWorld { world in
            // One list for each worker, and as many again behind them; more than there are shared threads.
            var lists: [ProcessID: ListName] = [:]
            for number in 0..<32 {
                let list = try ListName("list \(number)")
                lists[try Database.worker(for: list).id] = list
            }
            #expect(lists.count == 3)
            let entry = try Entry(date: Day("20170120"), title: "stuck")
            let locks = try lists.values.map { try FileLock(world.settings.folder.path(of: $0)) }
            let adding = lists.values.flatMap { list in
                (0..<2).map { _ in Task { try await Database.append(entry, to: list, knowing: nil) } }
            }
            // One is at work, and the other waits behind it.
            for worker in lists.keys { await world.processes.waitForMail(containing: "stuck", in: worker) }

            let other = try await ListCache.server(of: ListName("other"))
            let status = try await other.id.sys.status()
            #expect(status.state == "the list other, not read")
            for lock in locks { lock.release() }
            for task in adding { _ = try await task.value }
        }
    }

    @Test("answers that the disk takes too long, and reads the file anew when it is back")
    func slowDisk() async throws {
        try await withTodoWorld(workers: 1) { world in
            try await world.add("Dentist", to: "bob")
            _ = try await world.titles("bob")
            let worker = try Database.worker(for: ListName("bob"))
            try await worker.id.sys.suspend()
            let adding = Task { try await world.add("Fundraiser", to: "bob") }
            await world.processes.waitForMail(containing: "Fundraiser", in: worker.id)
            // That of the one who adds, and that of the list's server.
            await world.processes.timers(reach: 2)
            world.processes.clock.advance(by: .milliseconds(4500))
            let result = await adding.result
            #expect(throws: CallError.timedOut(after: .seconds(4))) { try result.get() }
            // The message was in the mailbox already, and is handled when the disk is back.
            try await worker.id.sys.resume()
            let titles = try await world.titles("bob")
            #expect(titles == ["Dentist", "Fundraiser"])
        }
    }
}

/// Holds a file's lock, as a one-off task does while it works.
private struct FileLock {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else { throw TodoError.failed("lock", path) }
    }

    func release() {
        close(descriptor)
    }
}
