import OTP
import ProcessTesting
import Testing

@Suite("Reading a registry", .timeLimit(.minutes(1)))
struct ReadingTests {
    @Test("REG-028 REG-029 any code looks up processes and values; at most one of a unique key", arguments: Kind.all)
    func looksUp(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            #expect(rooms.lookup("lobby").isEmpty)
            let one = Resident()
            let other = Resident()
            try await one.run { try rooms.register("lobby", 1) }
            if kind.keys == .unique {
                await #expect(throws: RegistryError.self) { try await other.run { try rooms.register("lobby", 2) } }
            } else {
                try await other.run { try rooms.register("lobby", 2) }
            }
            let expected: [ProcessID: Int] = kind.keys == .unique ? [one.id: 1] : [one.id: 1, other.id: 2]
            let found = { @Sendable in
                Dictionary(uniqueKeysWithValues: rooms.lookup("lobby").map { ($0.process, $0.value) })
            }
            #expect(found() == expected)
            #expect(try await Resident().run { found() } == expected)
            #expect(await Task.detached { found() }.value == expected)
            #expect(rooms.lookup("lobby").allSatisfy { $0.key == "lobby" })
        }
    }

    @Test("REG-030 REG-031 keys and values of a process, with repetitions; none for others", arguments: Kind.all)
    func ofProcess(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let one = Resident()
            let other = Resident()
            let isUnique = kind.keys == .unique
            try await one.run {
                try rooms.register("lobby", 1)
                try rooms.register("bar", 2)
                if !isUnique { try rooms.register("lobby", 3) }
            }
            try await other.run { try rooms.register(isUnique ? "hall" : "lobby", 4) }
            #expect(rooms.keys(of: one.id).sorted() == (isUnique ? ["bar", "lobby"] : ["bar", "lobby", "lobby"]))
            #expect(rooms.keys(of: Resident().id) == [])
            #expect(rooms.values("lobby", of: one.id).sorted() == (isUnique ? [1] : [1, 3]))
            #expect(rooms.values("lobby", of: other.id) == (isUnique ? [] : [4]))
            #expect(rooms.values("nothing", of: one.id) == [])
        }
    }

    @Test("REG-032 the number of entries, none at first", arguments: Kind.all)
    func counts(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            #expect(rooms.count == 0)
            try await Resident().run { for number in 0..<200 { try rooms.register("room \(number)", number) } }
            #expect(rooms.count == 200)
        }
    }

    private struct Room: Sendable, Equatable {
        var kind: String
        var guests: Int
        var tags: [String: Int] = [:]
    }

    @Test(
        "REG-033 REG-034 REG-036 values of a key are matched and counted by what a condition says of them",
        arguments: Kind.duplicate
    )
    func matches(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Registry<String, Room>.self)
            let resident = Resident()
            let small = Room(kind: "bar", guests: 2)
            let large = Room(kind: "bar", guests: 200, tags: ["floor": 1, "wing": 2])
            let other = Room(kind: "hall", guests: 2)
            try await resident.run { for room in [small, large, other] { try rooms.register("rooms", room) } }
            // Anything; a field; one field equal to another; part of a map; a comparison.
            #expect(rooms.match("rooms") { _ in true }.count == 3)
            #expect(rooms.match("rooms") { $0.kind == "hall" }.map(\.value) == [other])
            #expect(rooms.match("rooms") { $0.guests == $0.tags["floor"] }.isEmpty)
            #expect(rooms.match("rooms") { $0.tags["floor"] == 1 }.map(\.value) == [large])
            let crowded = rooms.match("rooms") { $0.kind == "bar" && $0.guests > 100 }
            #expect(crowded.map(\.process) == [resident.id] && crowded.map(\.value) == [large])
            #expect(rooms.count("rooms") { $0.guests == 2 } == 2)
            #expect(rooms.match("nothing") { _ in true }.isEmpty && rooms.count("nothing") { _ in true } == 0)
        }
    }

    @Test("REG-033 REG-036 the value of a unique key is matched, too", arguments: Kind.unique)
    func matchesUnique(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            try await Resident().run { try rooms.register("lobby", 5) }
            #expect(rooms.match("lobby") { $0 == 5 }.count == 1 && rooms.count("lobby") { $0 > 5 } == 0)
        }
    }

    @Test("REG-035 a key that looks like a wildcard is that key", arguments: Kind.all)
    func wildcard(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            try await Resident().run { try rooms.register("lobby", 1) }
            #expect(rooms.match("_") { _ in true }.isEmpty)
            try await Resident().run { try rooms.register("_", 2) }
            #expect(rooms.match("_") { _ in true }.map(\.value) == [2])
        }
    }

    @Test("REG-037 REG-041 entries of all keys are selected, shaped and counted by a function", arguments: Kind.all)
    func selects(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let one = Resident()
            let other = Resident()
            try await one.run { for number in 0..<10 { try rooms.register("room \(number)", number) } }
            try await other.run { try rooms.register("hall", 100) }
            #expect(rooms.select { $0.value >= 8 ? $0.key : nil }.sorted() == ["hall", "room 8", "room 9"])
            #expect(rooms.select { $0.process == other.id ? [$0.key: $0.value] : nil } == [["hall": 100]])
            #expect(rooms.select { $0 }.count == 11)
            #expect(rooms.count { $0.process == one.id && $0.value < 4 } == 4)
        }
    }

    @Test("REG-038 several patterns in one function give their union, each entry once", arguments: Kind.all)
    func union(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            try await Resident().run { for number in 0..<10 { try rooms.register("room \(number)", number) } }
            let names = rooms.select { entry -> String? in
                switch (entry.key, entry.value) {
                case ("room 1", _): "first"
                case (_, 0...2): "small"
                default: nil
                }
            }
            #expect(names.sorted() == ["first", "small", "small"])
        }
    }

    @Test("REG-039 nothing is selected from an empty registry", arguments: Kind.all)
    func selectsNothing(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            #expect(rooms.select { $0.key }.isEmpty && rooms.count { _ in true } == 0)
        }
    }

    @Test("REG-042 the caller's value is replaced, and both are given", arguments: Kind.unique)
    func updates(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let resident = Resident()
            try await resident.run {
                try rooms.register("lobby", 1)
                // Often looked up, so that readers have copies of the entry.
                for _ in 0..<20 { #expect(rooms.lookup("lobby").first?.value == 1) }
                let change = try rooms.updateValue("lobby") { $0 += 10 }
                #expect(change?.new == 11 && change?.old == 1)
                for _ in 0..<20 { #expect(rooms.lookup("lobby").first?.value == 11) }
                try rooms.unregister("lobby")
                #expect(rooms.lookup("lobby").isEmpty && rooms.count == 0)
            }
        }
    }

    @Test("REG-043 an unknown key and one of another process are not updated", arguments: Kind.unique)
    func updatesNothing(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await kind.start(Rooms.self)
            let resident = Resident()
            try await resident.run { try rooms.register("lobby", 1) }
            try await Resident().run {
                for key in ["lobby", "nothing"] {
                    let change = try rooms.updateValue(key) { _ in Issue.record("called for \(key)") }
                    #expect(change == nil)
                }
            }
            #expect(rooms.values("lobby") == [1])
        }
    }

    @Test("REG-044 a value of a duplicate key cannot be updated", arguments: Kind.duplicate)
    func updatesDuplicate(kind: Kind) async throws {
        try await withTestWorld { _ in
            let topics = try await kind.start(Rooms.self)
            await #expect(throws: RegistryError.needsUniqueKeys(operation: "updateValue")) {
                try await Resident().run { _ = try topics.updateValue("news") { $0 += 1 } }
            }
        }
    }
}
