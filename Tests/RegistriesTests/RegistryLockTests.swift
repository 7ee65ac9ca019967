import OTP
import ProcessTesting
import Testing

@Suite("A lock of a registry", .timeLimit(.minutes(1)))
struct RegistryLockTests {
    private struct Broken: Error, Equatable {}

    /// Starts a process that takes a lock and keeps it until the gate opens.
    private func hold(_ rooms: Rooms, _ key: String, until gate: Promise<Void>) async throws -> Resident {
        let holder = Resident()
        let has = Probe<Void>()
        holder.begin {
            try? await rooms.lock(key) {
                has.record(())
                await gate.value()
            }
        }
        try await has.next()
        return holder
    }

    @Test("REG-063 the function runs in the caller, one at a time, and its result is given", arguments: Kind.all)
    func excludes(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            try await withProcess { inbox in
                let place = try await rooms.lock("lobby") { ProcessContext.current?.id }
                #expect(place == inbox.process.id)
            }
            let inside = Locked(0)
            let most = Locked(0)
            let results = try await withThrowingTaskGroup { group in
                for number in 0..<20 {
                    group.addTask {
                        try await rooms.lock("lobby") {
                            let count = inside.withLock { inside in
                                inside += 1
                                return inside
                            }
                            most.withLock { $0 = max($0, count) }
                            await Task.yield()
                            inside.withLock { $0 -= 1 }
                            return number
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.sorted() == Array(0..<20) && most.withLock { $0 } == 1)
        }
    }

    @Test("REG-064 REG-067 other lock keys, also of other types, and keys of entries do not wait", arguments: Kind.all)
    func others(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let gate = Promise<Void>()
            let holder = try await hold(rooms, "1", until: gate)
            #expect(try await rooms.lock("2") { true })
            #expect(try await rooms.lock(1) { true })
            try await Resident().run { try rooms.register("1", 1) }
            #expect(rooms.values("1") == [1] && rooms.count == 1)
            gate.resolve(())
            #expect(try await holder.run { true })
            #expect(try await rooms.lock("1") { true })
        }
    }

    @Test("REG-065 it is given back when the function returns, throws, or its process dies")
    func releases() async throws {
        try await withTestWorld { world in
            let rooms = try await Rooms.startLink(keys: .unique)
            #expect(try await rooms.lock("lobby") { 1 } == 1)
            await #expect(throws: Broken()) { try await rooms.lock("lobby") { throw Broken() } }
            #expect(try await rooms.lock("lobby") { 2 } == 2)
            let gate = Promise<Void>()
            let holder = try await hold(rooms, "lobby", until: gate)
            holder.id.kill()
            #expect(try await rooms.lock("lobby") { 3 } == 3)
            gate.resolve(())
            await world.waitForLingering()
        }
    }

    @Test("REG-066 who dies or is cancelled while it waits is skipped; the others come in their order")
    func skips() async throws {
        try await withTestWorld { world in
            let rooms = try await Rooms.startLink(keys: .unique)
            let gate = Promise<Void>()
            let holder = try await hold(rooms, "lobby", until: gate)
            let order = Probe<Int>()
            let waiters = (0..<4).map { _ in Resident() }
            for (number, waiter) in waiters.enumerated() {
                waiter.begin { try? await rooms.lock("lobby") { order.record(number) } }
                // The next one asks only when this one waits.
                await rooms.waitForLockQueue("lobby", reaching: number + 2)
            }
            waiters[1].id.kill()
            let cancelled = Task { try await rooms.lock("lobby") { order.record(9) } }
            await rooms.waitForLockQueue("lobby", reaching: 5)
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            gate.resolve(())
            #expect(try await order.next(3) == [0, 2, 3])
            #expect(try await holder.run { true })
            await world.settle()
            #expect(order.recorded.isEmpty)
        }
    }

    @Test("who waits when the registry ends is told so")
    func ended() async throws {
        try await withTestWorld { _ in
            let rooms = try await Rooms.startLink(keys: .unique)
            let gate = Promise<Void>()
            _ = try await hold(rooms, "lobby", until: gate)
            let waiter = Task { try await rooms.lock("lobby") { true } }
            await rooms.waitForLockQueue("lobby", reaching: 2)
            try await rooms.stop()
            await #expect(throws: RegistryError.notRunning) { try await waiter.value }
            await #expect(throws: RegistryError.notRunning) { try await rooms.lock("lobby") { true } }
            gate.resolve(())
        }
    }
}
