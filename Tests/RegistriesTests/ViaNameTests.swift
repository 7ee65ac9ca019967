import OTP
import ProcessTesting
import Testing

@Suite("A name via a registry", .timeLimit(.minutes(1)))
struct ViaNameTests {
    private struct Broken: Error, Equatable {}

    private struct Chat: GenServer {
        var lines: [String]

        static func initialize(_ lines: [String], _ context: Context<Chat>) throws -> Chat? {
            if lines == ["broken"] { throw Broken() }
            if lines == ["nothing"] { return nil }
            return Chat(lines: lines)
        }

        mutating func handleInfo(_ message: any Sendable, _ context: Context<Chat>) {
            lines.append("\(message)")
        }

        struct Say: ServerCast {
            let line: String

            func handle(_ chat: inout Chat, _ context: Context<Chat>) {
                chat.lines.append(line)
            }
        }

        struct Read: ServerCall {
            func handle(_ chat: inout Chat, _ context: Context<Chat>) -> [String] {
                chat.lines
            }
        }
    }

    @Test("REG-052 it is usable wherever a name is; the entry has no value")
    func names() async throws {
        try await withTestWorld { world in
            let chats = try await Registry<String, Int?>.startLink(keys: .unique, partitions: 2)
            let lobby = ServerName<Chat>.via(chats, "lobby")
            let server = try await Chat.startLink(["a"], name: lobby)
            #expect(chats.lookup("lobby").map(\.process) == [server.id])
            #expect(chats.lookup("lobby").map(\.value) == [nil])
            #expect(chats.keys(of: server.id) == ["lobby"])
            lobby.cast(Chat.Say(line: "b"))
            try world.system.send("c", to: .via(chats, "lobby"))
            #expect(try await lobby.call(Chat.Read()) == ["a", "b", "c"])
            #expect(lobby.process == server.id)
            #expect(world.system.process(named: .via(chats, "lobby")) == server.id)
            #expect(try await withProcess { $0.process.monitor(.via(chats, "lobby")).target } == .name(lobby.name))
            try await lobby.stop()
            #expect(lobby.process == nil && chats.count == 0)
        }
    }

    @Test("REG-052 a registry whose values are Void, and any kind of process, will do")
    func otherProcesses() async throws {
        try await withTestWorld { world in
            let names = try await Registry<Int, Void>.startLink(keys: .unique)
            let supervisor = try await Supervisor.startLink(.oneForOne, name: .via(names, 1)) {
                Chat.child(["x"], name: .via(names, 2))
            }
            #expect(try Supervisor(named: .via(names, 1)) == supervisor)
            #expect(try await ServerName<Chat>.via(names, 2).call(Chat.Read()) == ["x"])
            let resident = Resident()
            try world.system.register(resident.id, as: .via(names, 3))
            #expect(names.lookup(3).map(\.process) == [resident.id])
            try world.system.unregister(.via(names, 3))
            #expect(names.lookup(3).isEmpty)
            ServerName<Chat>.via(names, 2).process?.kill()
            await world.settle()
            #expect(try await ServerName<Chat>.via(names, 2).call(Chat.Read()) == ["x"])
            try await withProcess { _ in
                try names.register(4)
                #expect(names.lookup(4).count == 1)
            }
        }
    }

    @Test("REG-053 a value in the name goes into the entry; the process is found with it and without")
    func values() async throws {
        try await withTestWorld { _ in
            let chats = try await Rooms.startLink(keys: .unique)
            let server = try await Chat.start([], name: .via(chats, "lobby", 7))
            #expect(chats.lookup("lobby").map(\.value) == [7])
            #expect(ServerName<Chat>.via(chats, "lobby", 7).process == server.id)
            #expect(ServerName<Chat>.via(chats, "lobby", 8).process == server.id)
            #expect(ServerName<Chat>.via(chats, "lobby").process == server.id)
            #expect(ProcessName.via(chats, "lobby") == .via(chats, "lobby", 7))
            #expect(ProcessName.via(chats, "lobby") != .via(chats, "bar"))
            await #expect(throws: StartError.failed(.failed(RegistryError.needsValue(type: "Int")))) {
                try await Chat.start([], name: .via(chats, "bar"))
            }
        }
    }

    @Test("REG-054 a taken name gives the process that holds it")
    func taken() async throws {
        try await withTestWorld { world in
            let chats = try await Rooms.startLink(keys: .unique)
            let server = try await Chat.start([], name: .via(chats, "lobby", 1))
            await #expect(throws: StartError.alreadyStarted(server.id)) {
                try await Chat.start([], name: .via(chats, "lobby", 2))
            }
            let resident = Resident()
            #expect(throws: NameError.taken(.via(chats, "lobby"), by: server.id)) {
                try world.system.register(resident.id, as: .via(chats, "lobby", 3))
            }
            #expect(chats.values("lobby") == [1] && chats.count == 1)
        }
    }

    @Test("REG-055 a start that fails leaves the name free", arguments: ["broken", "nothing"])
    func failedStart(line: String) async throws {
        try await withTestWorld { _ in
            let chats = try await Rooms.startLink(keys: .unique)
            await #expect(throws: StartError.self) { try await Chat.start([line], name: .via(chats, "lobby", 1)) }
            #expect(chats.count == 0)
            let server = try await Chat.start([], name: .via(chats, "lobby", 2))
            #expect(chats.lookup("lobby").map(\.process) == [server.id])
        }
    }

    @Test("REG-056 a registry of duplicate keys gives no names", arguments: Kind.duplicate)
    func duplicateKeys(kind: Kind) async throws {
        try await withTestWorld { world in
            let topics = try await kind.start(Rooms.self)
            let refusal = RegistryError.needsUniqueKeys(operation: "a name via a registry")
            await #expect(throws: StartError.failed(.failed(refusal))) {
                try await Chat.start([], name: .via(topics, "news", 1))
            }
            await #expect(throws: CallError.invalidName(reason: refusal.description)) {
                try await ServerName<Chat>.via(topics, "news").call(Chat.Read())
            }
            let name = ProcessName.via(topics, "news")
            #expect(throws: NameError.refused(name, reason: refusal.description)) {
                try world.system.send("hello", to: name)
            }
            let resident = Resident()
            #expect(throws: NameError.refused(name, reason: refusal.description)) {
                try world.system.register(resident.id, as: name)
            }
            #expect(topics.count == 0 && world.system.process(named: name) == nil)
        }
    }

    @Test("REG-057 a message to an unknown key is an error, a cast is not")
    func unknownKey() async throws {
        try await withTestWorld { world in
            let chats = try await Rooms.startLink(keys: .unique)
            #expect(throws: NameError.unknown(.via(chats, "lobby"))) {
                try world.system.send("hello", to: .via(chats, "lobby"))
            }
            ServerName<Chat>.via(chats, "lobby").cast(Chat.Say(line: "hello"))
            await #expect(throws: CallError.noProcess) {
                try await ServerName<Chat>.via(chats, "lobby").call(Chat.Read())
            }
        }
    }
}
