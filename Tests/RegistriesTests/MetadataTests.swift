import OTP
import ProcessTesting
import Testing

extension MetadataKey {
    fileprivate static var limit: MetadataKey<Int> { .init("limit") }
    fileprivate static var owner: MetadataKey<String> { .init("owner") }
}

@Suite("The metadata of a registry", .timeLimit(.minutes(1)))
struct MetadataTests {
    @Test("REG-009 REG-060 REG-061 REG-062 it is given at the start, read, put and deleted", arguments: Kind.all)
    func metadata(kind: Kind) async throws {
        try await withTestWorld { _ in
            let rooms = try await Rooms.startLink(
                keys: kind.keys,
                partitions: kind.partitions,
                metadata: RegistryMetadata { $0[.limit] = 5 }
            )
            #expect(rooms[meta: .limit] == 5 && rooms[meta: .owner] == nil)
            rooms[meta: .owner] = "anna"
            rooms[meta: .limit] = 6
            #expect(rooms[meta: .limit] == 6)
            #expect(try await Resident().run { rooms[meta: .owner] } == "anna")
            rooms[meta: .limit] = nil
            rooms[meta: .limit] = nil
            #expect(rooms[meta: .limit] == nil && rooms[meta: .owner] == "anna")
            #expect(rooms.count == 0)
        }
    }

    @Test("REG-009 without any there is none, and a registry that starts anew has what it began with")
    func restart() async throws {
        try await withTestWorld { world in
            _ = try await Supervisor.startLink(.oneForOne) {
                Rooms.child(keys: .unique, name: "rooms", metadata: RegistryMetadata { $0[.limit] = 5 })
                Rooms.child(keys: .unique, name: "plain")
            }
            #expect(try Rooms(named: "plain")[meta: .limit] == nil)
            let rooms = try Rooms(named: "rooms")
            rooms[meta: .limit] = 9
            rooms.id.kill()
            await world.settle()
            #expect(try Rooms(named: "rooms")[meta: .limit] == 5)
            #expect(rooms[meta: .limit] == nil)
        }
    }
}
