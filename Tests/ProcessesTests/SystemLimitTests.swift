import OTP
import ProcessTesting
import Testing

@testable import Processes

@Suite("The limit of processes", .timeLimit(.minutes(1)))
struct SystemLimitTests {
    @Test("makes the start of a server an error that says what to do, and lets it through when there is room again")
    func server() async throws {
        try await withTestWorld { world in
            let first = try await Stack.start([])
            world.system.limitProcesses(to: world.system.count)
            let limit = world.system.count
            let error = await #expect(throws: StartError.self) { try await Stack.start([]) }
            #expect(error == .systemLimit(limit))
            #expect(
                error?.description
                    == "there are \(limit) processes, as many as may be; end some, or allow more with +P in vm.args"
            )
            #expect(
                world.log.entries(.error).contains {
                    $0.message == "a process cannot start: there are as many as may be"
                }
            )
            try await first.stop()
            _ = try await Stack.start([])
        }
    }

    @Test("makes a spawned process one that has ended with an error, which who is tied to it hears")
    func bare() async throws {
        await withTestWorld { world in
            let keeper = spawn { inbox in _ = try await inbox.receiveSignal() }
            let limit = world.system.count
            world.system.limitProcesses(to: limit)
            let refused = spawn { _ in Issue.record("it must not run") }
            #expect(!refused.id.isAlive)
            #expect(refused.id.endReason == .failed(ProcessError.systemLimit(limit)))
            #expect(world.system.count == limit)
            keeper.id.kill()
        }
    }
}

@Suite("The watch over mailboxes", .timeLimit(.minutes(1)))
struct MailboxWatchTests {
    @Test("warns once when a mailbox is long, and says when it is short again")
    func warning() async throws {
        await withTestWorld { world in
            let process = spawn(Int.self, options: ProcessOptions(label: "slow")) { inbox in
                while try await inbox.receive(where: { $0 == 0 ? true : nil }) != true {}
                for _ in 0..<3 { _ = try await inbox.receive() }
                _ = try await inbox.receive(where: { $0 == -1 ? true : nil })
            }
            MailboxWatch(world.system, limit: 2).start()
            for number in 1...2 { process.send(number) }
            await world.advance(by: .seconds(1))
            #expect(warnings(world).isEmpty)
            process.send(3)
            await world.advance(by: .seconds(3))
            #expect(warnings(world).count == 1)
            #expect(warnings(world).first == "slow \(process.id)")
            process.send(0)
            await world.advance(by: .seconds(3))
            #expect(world.log.entries(.notice).filter { $0.message == "a mailbox is short again" }.count == 1)
            process.send(-1)
        }
    }

    private func warnings(_ world: TestWorld) -> [String] {
        world.log.entries(.warning).filter { $0.message == "a mailbox is long" }
            .compactMap { $0.metadata["process"]?.description }
    }
}
