import ProcessTesting
import Processes
import Testing

@Suite("A link", .timeLimit(.minutes(1)))
struct LinkTests {
    private struct Broken: Error, Equatable {}
    private static let trapping = ProcessOptions(trapsExits: true)

    @Test("PROC-050 PROC-051 it holds in both directions, once, and never with oneself")
    func bothDirections() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let other = spawn(idle)
                try inbox.process.link(other.id)
                try inbox.process.link(other.id)
                try inbox.process.link(inbox.process.id)
                #expect(inbox.process.id.info?.links == [other.id])
                #expect(other.id.info?.links == [inbox.process.id])
                inbox.process.unlink(other.id)
            }
        }
    }

    @Test("PROC-052 an abnormal end goes from link to link, also along a very long chain")
    func chain() async throws {
        try await withTestWorld { _ async throws in
            let trigger = Probe<Void>()
            let first = spawn { _ in
                try await trigger.next()
                throw Broken()
            }
            var last = first.id
            for _ in 0..<5000 {
                let before = last
                let linked = Probe<Void>()
                last =
                    spawn { inbox in
                        try inbox.process.link(before)
                        linked.record(())
                        try await inbox.process.sleep()
                    }.id
                try await linked.next()
            }
            trigger.record(())
            #expect(await last.exitReason() == .failed(Broken()))
        }
    }

    @Test("PROC-053 PROC-054 a normal end leaves a plain peer alone and is a message for a trapping one")
    func normalEnd() async throws {
        try await withTestWorld { world in
            let plain = spawn { inbox in
                inbox.process.spawnLinked { _ in }
                try await inbox.process.sleep()
            }
            await world.settle()
            #expect(plain.id.isAlive)
            try await withProcess(options: Self.trapping) { inbox in
                let child = inbox.process.spawnLinked { _ in }
                let reason = try await inbox.receiveExit(of: child.id)
                #expect(reason == .normal)
            }
        }
    }

    @Test("PROC-055 a link to a process that is not there throws, or is a message when trapping")
    func noProcess() async throws {
        try await withTestWorld { _ in
            let dead = spawn { _ in }
            _ = await dead.id.exitReason()
            try await withProcess { inbox in
                #expect(throws: ProcessError.noProcess(dead.id)) { try inbox.process.link(dead.id) }
                inbox.process.trapsExits = true
                try inbox.process.link(dead.id)
                let reason = try await inbox.receiveExit(of: dead.id)
                #expect(reason == .noProcess)
            }
        }
    }

    @Test("PROC-056 PROC-057 after unlink the other's end is nothing to the caller, and without a link nothing happens")
    func unlinks() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let other = spawn(idle)
                inbox.process.unlink(other.id)
                try inbox.process.link(other.id)
                inbox.process.unlink(other.id)
                other.id.kill()
                let reason = await other.id.exitReason()
                #expect(reason == .killed)
                inbox.process.unlink(other.id)
                try await inbox.process.sleep(for: .zero)
            }
        }
    }
}
