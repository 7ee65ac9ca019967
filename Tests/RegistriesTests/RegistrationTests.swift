import OTP
import ProcessTesting
import Testing

@Suite("Registering", .timeLimit(.minutes(1)))
struct RegistrationTests {
    /// A key of several types.
    private enum Term: Hashable, Sendable {
        case integer(Int)
        case decimal(Double)
        case text(String)
        case list([Term])
        case map([String: Term])
    }

    @Test("REG-013 the calling process is registered, and told a process of the registry", arguments: Kind.all)
    func registers(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let resident = Resident()
            let owner = try await resident.run { try rooms.register("lobby", 7) }
            #expect(try await rooms.partitionProcesses.contains(owner))
            #expect(rooms.lookup("lobby").map(\.process) == [resident.id])
            #expect(rooms.lookup("lobby").map(\.value) == [7])
        }
    }

    @Test(
        "REG-014 REG-015 a unique key that is taken is refused, to its holder too, and nothing changes",
        arguments: Kind.unique
    )
    func refuses(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let holder = Resident()
            let other = Resident()
            let owner = try await holder.run { try rooms.register("lobby", 1) }
            for resident in [holder, other] {
                await #expect(throws: RegistryError.alreadyRegistered(holder.id)) {
                    try await resident.run { try rooms.register("lobby", 2) }
                }
            }
            #expect(rooms.values("lobby") == [1] && rooms.count == 1)
            #expect(rooms.keys(of: holder.id) == ["lobby"] && rooms.keys(of: other.id) == [])
            #expect(holder.id.info?.links == [owner] && other.id.info?.links == [])
        }
    }

    @Test("REG-016 a key of a dead process is free at once, also while its code still runs", arguments: Kind.unique)
    func deadHolder(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let gate = Probe<Void>()
            for number in 0..<4 {
                let holder = Resident()
                try await holder.run { try rooms.register("lobby", number) }
                // It waits for something that no end interrupts, so its code comes to its end only later.
                let began = Probe<Void>()
                holder.begin {
                    began.record(())
                    await gate.nextDespiteCancellation()
                }
                try await began.next()
                if number.isMultiple(of: 2) { holder.id.kill() } else { holder.id.exit(.shutdown) }
                let dead = holder.id
                #expect(!dead.isAlive && rooms.lookup("lobby").isEmpty)
                let next = Resident()
                try await next.run { try rooms.register("lobby", 10) }
                #expect(rooms.lookup("lobby").map(\.process) == [next.id])
                await next.end()
                gate.record(())
                _ = await dead.exitReason()
            }
        }
    }

    @Test("REG-017 a duplicate key takes several values of one process, equal ones too", arguments: Kind.duplicate)
    func duplicates(kind: Kind) async throws {
        try await withTestWorld { _ in
            let topics = try await kind.start(Rooms.self)
            let resident = Resident()
            try await resident.run { for value in [1, 2, 2] { try topics.register("news", value) } }
            try await Resident().run { try topics.register("news", 3) }
            #expect(topics.values("news") == [1, 2, 2, 3])
            #expect(topics.keys(of: resident.id) == ["news", "news", "news"])
        }
    }

    @Test("REG-018 REG-019 keys of any shape match only themselves, strictly", arguments: Kind.all)
    func keys(kind: Kind) async throws {
        try await withTestWorld { _ in
            let terms = try await kind.start(Registry<Term, Int>.self)
            let keys: [Term] = [
                .integer(1), .decimal(1), .text("1"), .text("_"), .text("$1"), .list([.integer(1), .text("_")]),
                .list([.decimal(1), .text("_")]), .map(["a": .integer(1)]), .map([:]), .list([]),
            ]
            try await Resident().run {
                for (number, key) in keys.enumerated() { try terms.register(key, number) }
            }
            for (number, key) in keys.enumerated() { #expect(terms.lookup(key).map(\.value) == [number]) }
            #expect(terms.lookup(.text("other")).isEmpty && terms.lookup(.map(["a": .decimal(1)])).isEmpty)
        }
    }

    @Test("REG-020 registering links the process and the registry, until its last key is gone", arguments: Kind.all)
    func links(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let resident = Resident()
            let owner = try await resident.run { try rooms.register("lobby", 1) }
            #expect(try await resident.run { try rooms.register("bar", 2) } == owner)
            #expect(resident.id.info?.links == [owner] && owner.info?.links.contains(resident.id) == true)
            try await resident.run { try rooms.unregister("lobby") }
            #expect(resident.id.info?.links == [owner])
            try await resident.run { try rooms.unregister("bar") }
            #expect(resident.id.info?.links == [] && owner.info?.links.contains(resident.id) == false)
            try await resident.run { try rooms.register("lobby", 1) }
            owner.kill()
            #expect(await resident.id.exitReason() == .killed)
        }
    }

    @Test(
        "REG-021 REG-022 REG-023 with a process its many keys vanish from all partitions before anybody hears of it",
        arguments: Kind.all
    )
    func vanishes(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let stays = Resident()
            try await stays.run { try rooms.register("hall", 0) }
            for number in 0..<3 {
                let resident = Resident()
                try await resident.run { for key in 0..<50 { try rooms.register("room \(key)", key) } }
                #expect(rooms.count == 51 && rooms.keys(of: resident.id).count == 50)
                switch number {
                case 0: resident.id.kill()
                case 1: await resident.end()
                default: resident.begin { ProcessContext.current?.id.exit(.failed(RegistryError.notRunning)) }
                }
                _ = await resident.id.exitReason()
                #expect(rooms.count == 1 && rooms.keys(of: resident.id).isEmpty)
                #expect((0..<50).allSatisfy { rooms.lookup("room \($0)").isEmpty })
                #expect(rooms.select { $0.process } == [stays.id])
            }
        }
    }

    @Test("REG-024 REG-025 unregister removes the caller's entries of a key, and nobody else's", arguments: Kind.all)
    func unregisters(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let one = Resident()
            let other = Resident()
            try await one.run {
                try rooms.register("lobby", 1)
                try rooms.register("bar", 2)
                if kind.keys != .unique { try rooms.register("lobby", 3) }
            }
            try await other.run {
                try rooms.unregister("lobby")
                try rooms.unregister("nothing")
                if kind.keys != .unique { try rooms.register("lobby", 4) }
            }
            #expect(rooms.values("lobby") == (kind.keys == .unique ? [1] : [1, 3, 4]))
            try await one.run { try rooms.unregister("lobby") }
            #expect(rooms.values("lobby") == (kind.keys == .unique ? [] : [4]))
            #expect(rooms.keys(of: one.id) == ["bar"] && rooms.values("bar") == [2])
        }
    }

    @Test("REG-026 REG-027 only values that are wanted away are removed, and the key is listed for each that remains")
    func unregistersSome() async throws {
        try await withTestWorld { _ in
            for kind in Kind.duplicate {
                let topics = try await kind.start(Rooms.self)
                let one = Resident()
                try await one.run { for value in 1...4 { try topics.register("news", value) } }
                try await Resident().run { try topics.register("news", 2) }
                try await one.run { try topics.unregister("news") { $0.isMultiple(of: 2) } }
                #expect(topics.values("news") == [1, 2, 3])
                #expect(topics.keys(of: one.id) == ["news", "news"])
            }
            for kind in Kind.unique {
                let rooms = try await kind.start(Rooms.self)
                let one = Resident()
                try await one.run {
                    try rooms.register("lobby", 1)
                    try rooms.unregister("lobby") { $0 > 1 }
                }
                #expect(rooms.values("lobby") == [1])
                try await one.run { try rooms.unregister("lobby") { $0 == 1 } }
                #expect(rooms.values("lobby").isEmpty)
            }
        }
    }

    @Test("a process that was killed can register nothing more, though its code still runs")
    func deadRegisters() async throws {
        try await withTestWorld { world in
            let rooms = try await Rooms.startLink(keys: .unique)
            let resident = Resident()
            let gate = Probe<Void>()
            let began = Probe<Void>()
            let outcome = Probe<RegistryError?>()
            resident.begin {
                began.record(())
                await gate.nextDespiteCancellation()
                do throws(RegistryError) {
                    try rooms.register("lobby", 1)
                    outcome.record(nil)
                } catch {
                    outcome.record(error)
                }
            }
            try await began.next()
            resident.id.kill()
            gate.record(())
            #expect(try await outcome.next() == .processEnded(resident.id))
            await world.waitForLingering()
            #expect(rooms.count == 0)
        }
    }
}
