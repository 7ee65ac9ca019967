import OTP
import ProcessTesting
import Testing

@Suite("The errors of registries", .timeLimit(.minutes(1)))
struct RegistryErrorTests {
    @Test("what only a process can do is refused to code outside of any, saying what to do")
    func outsideOfProcesses() async throws {
        try await withTestWorld { _ in
            let rooms = try await Rooms.startLink(keys: .unique)
            #expect(throws: RegistryError.notInProcess(operation: "register")) { try rooms.register("lobby", 1) }
            #expect(throws: RegistryError.notInProcess(operation: "unregister")) { try rooms.unregister("lobby") }
            #expect(throws: RegistryError.notInProcess(operation: "unregister")) {
                try rooms.unregister("lobby") { _ in true }
            }
            #expect(throws: RegistryError.notInProcess(operation: "updateValue")) {
                try rooms.updateValue("lobby") { $0 += 1 }
            }
            #expect(rooms.count == 0)
        }
    }

    @Test("each says what happened, where, and what to do")
    func wording() async throws {
        let process = spawn { _ in }.id
        let texts: [(RegistryError, String)] = [
            (.alreadyRegistered(process), "the key is held by \(process); use that process, or another key"),
            (
                .notInProcess(operation: "register"),
                "register was called outside of any process, so there is nobody to register; "
                    + "call it in a callback of a server, or in a process started with spawn"
            ),
            (.processEnded(process), "\(process) has ended and cannot be registered; start a new process"),
            (
                .notRunning,
                "the registry does not run; start it before, or try again when its supervisor has restarted it"
            ),
            (
                .unknown("rooms"),
                "no registry has the name 'rooms'; start it first, best as a child of a supervisor"
            ),
            (
                .wrongType("rooms", expected: "Registry<Int, Int>", found: "Registry<String, Int>"),
                "'rooms' is no Registry<Int, Int> but a Registry<String, Int>; "
                    + "look it up with the types it was started with"
            ),
            (.partitionsNotPositive(0), "a registry cannot have 0 partitions; use 1 or more"),
            (
                .needsUniqueKeys(operation: "updateValue"),
                "updateValue needs a registry of unique keys, and in this one a key may lead to many processes; "
                    + "start a registry with keys: .unique for it"
            ),
            (
                .needsValue(type: "Int"),
                "the entries of this registry have a value of type Int; give it as well: .via(registry, key, value)"
            ),
        ]
        for (error, text) in texts { #expect(error.description == text) }
        #expect(
            NameError.refused("news", reason: "many may hold it").description
                == "'news' cannot be the name of a process: many may hold it"
        )
        #expect(
            CallError.invalidName(reason: "many may hold it").description
                == "nobody can have this name: many may hold it"
        )
    }
}
