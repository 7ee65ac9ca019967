import OTP
import ProcessTesting
import Testing

@Suite("Listening to a registry", .timeLimit(.minutes(1)))
struct ListenerTests {
    private typealias Event = RegistryEvent<String, Int>

    /// A process with a name that passes events on.
    private func listen(as name: ProcessName) throws -> (id: ProcessID, events: Probe<Event>) {
        let events = Probe<Event>()
        let listener = spawn(Event.self) { inbox in
            while true { events.record(try await inbox.receive()) }
        }
        try ProcessSystem.current.register(listener.id, as: name)
        return (listener.id, events)
    }

    /// A server that takes events as plain messages.
    private struct Audit: GenServer {
        var events: Probe<Event>

        mutating func handleInfo(_ message: any Sendable, _ context: Context<Audit>) {
            if let event = message as? Event { events.record(event) }
        }
    }

    @Test("REG-008 REG-058 listeners are told of registering and unregistering", arguments: Kind.all)
    func tells(kind: Kind) async throws {
        try await withTestWorld { _ in
            let (_, named) = try listen(as: "room log")
            let events = Probe<Event>()
            let audit = try await Audit.start(Audit(events: events))
            let rooms = try await Rooms.startLink(
                keys: kind.keys,
                partitions: kind.partitions,
                listeners: ["room log", .process(audit.id), "nobody"]
            )
            let resident = Resident()
            try await resident.run {
                try rooms.register("lobby", 1)
                try rooms.unregister("nothing")
                try rooms.unregister("lobby")
                try rooms.register("bar", 2)
            }
            let expected: [Event] = [
                .registered(registry: rooms.id, key: "lobby", process: resident.id, value: 1),
                .unregistered(registry: rooms.id, key: "lobby", process: resident.id),
                .registered(registry: rooms.id, key: "bar", process: resident.id, value: 2),
            ]
            #expect(try await named.next(3) == expected)
            #expect(try await events.next(3) == expected)
            #expect(named.recorded.isEmpty && events.recorded.isEmpty)
        }
    }

    @Test("REG-058 a refused registration is no event; a name via the registry is one")
    func names() async throws {
        try await withTestWorld { world in
            let (_, events) = try listen(as: "room log")
            let rooms = try await Rooms.startLink(keys: .unique, listeners: ["room log"])
            let audit = try await Audit.start(Audit(events: Probe()), name: .via(rooms, "audit", 3))
            await #expect(throws: RegistryError.self) { try await Resident().run { try rooms.register("audit", 4) } }
            try world.system.unregister(.via(rooms, "audit"))
            #expect(
                try await events.next(2) == [
                    .registered(registry: rooms.id, key: "audit", process: audit.id, value: 3),
                    .unregistered(registry: rooms.id, key: "audit", process: audit.id),
                ]
            )
            #expect(events.recorded.isEmpty)
        }
    }

    @Test("REG-059 the end of a process is no event; a monitor tells of it")
    func crashes() async throws {
        try await withTestWorld { world in
            let (_, events) = try listen(as: "room log")
            let rooms = try await Rooms.startLink(keys: .unique, listeners: ["room log"])
            let resident = Resident()
            try await resident.run { try rooms.register("lobby", 1) }
            _ = try await events.next()
            let server = try await Audit.start(Audit(events: Probe()), name: .via(rooms, "audit", 3))
            _ = try await events.next()
            let reason = try await withProcess { inbox in
                let monitor = inbox.process.monitor(resident.id)
                resident.id.kill()
                return try await inbox.receiveDown(monitor)
            }
            #expect(reason == .killed)
            server.id.kill()
            await world.settle()
            #expect(rooms.count == 0 && events.recorded.isEmpty)
        }
    }

    @Test("events are a sequence, too, in which they wait without holding anybody up, until the registry ends")
    func sequence() async throws {
        try await withTestWorld { _ in
            let rooms = try await Rooms.startLink(keys: .unique)
            let events = rooms.events()
            let resident = Resident(trapsExits: true)
            try await resident.run { for number in 0..<100 { try rooms.register("room \(number)", number) } }
            #expect(events.waiting == 100)
            let reader = events.makeAsyncIterator()
            let numbers = Task { @Sendable [events] in
                var numbers: [Int] = []
                for await event in events {
                    if case .registered(_, _, _, let number) = event { numbers.append(number) }
                }
                return numbers
            }
            _ = reader
            try await rooms.stop()
            #expect(await numbers.value == Array(0..<100))
            var late = rooms.events().makeAsyncIterator()
            #expect(await late.next() == nil)
        }
    }

    @Test("a reader of events that is cancelled stops waiting")
    func cancelledReader() async throws {
        try await withTestWorld { _ async throws in
            let rooms = try await Rooms.startLink(keys: .unique)
            let events = rooms.events()
            let reader = Task {
                var iterator = events.makeAsyncIterator()
                return await iterator.next() == nil
            }
            reader.cancel()
            #expect(await reader.value)
            let resident = Resident()
            try await resident.run { try rooms.register("lobby", 1) }
            #expect(events.waiting == 1)
        }
    }
}
