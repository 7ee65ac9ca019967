import ProcessTesting
import Processes
import Testing

@Suite("A name", .timeLimit(.minutes(1)))
struct NameTests {
    @Test("PROC-072 PROC-076 PROC-077 a registered name leads to the process, and is listed")
    func registers() async throws {
        try await withTestWorld { world in
            let process = spawn(idle)
            try world.system.register(process.id, as: "cache")
            #expect(world.system.process(named: "cache") == process.id)
            #expect(ProcessName("cache").process == process.id)
            #expect(world.system.registeredNames == ["cache"])
            #expect(world.system.process(named: "other") == nil)
        }
    }

    @Test("PROC-073 a dead process, a taken name and a second name are refused")
    func refuses() async throws {
        try await withTestWorld { world in
            let dead = spawn { _ in }
            _ = await dead.id.exitReason()
            let one = spawn(idle)
            let other = spawn(idle)
            #expect(throws: NameError.noProcess(dead.id, "cache")) {
                try world.system.register(dead.id, as: "cache")
            }
            try world.system.register(one.id, as: "cache")
            #expect(throws: NameError.taken("cache", by: one.id)) { try world.system.register(other.id, as: "cache") }
            #expect(throws: NameError.alreadyNamed(one.id, "cache")) {
                try world.system.register(one.id, as: "second")
            }
        }
    }

    @Test("PROC-075 an unknown name cannot be taken away")
    func unregisters() async throws {
        try await withTestWorld { world in
            let process = spawn(idle)
            try world.system.register(process.id, as: "cache")
            try world.system.unregister("cache")
            #expect(world.system.process(named: "cache") == nil)
            #expect(throws: NameError.unknown("cache")) { try world.system.unregister("cache") }
            try world.system.register(process.id, as: "again")
        }
    }

    @Test("PROC-078 a name is free again when its process has ended")
    func isFreedAtTheEnd() async throws {
        try await withTestWorld { world in
            for _ in 0..<100 {
                let process = spawn(idle)
                try world.system.register(process.id, as: "cache")
                process.id.kill()
            }
            #expect(world.system.process(named: "cache") == nil)
        }
    }
}
