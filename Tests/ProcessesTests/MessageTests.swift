import ProcessTesting
import Processes
import Testing

@Suite("A message", .timeLimit(.minutes(1)))
struct MessageTests {
    @Test("PROC-032 a message goes to an identity, an address, an alias or a name of any kind")
    func destinations() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                try world.system.register(inbox.process.id, as: "me")
                inbox.process.id.send(1)
                inbox.ref.send(2)
                inbox.alias().send(3)
                try world.system.send(4, to: "me")
                let rooms = Rooms()
                #expect(rooms.register(inbox.process.id, as: 1) == nil)
                try world.system.send(5, to: .via(rooms, 1))
                try world.system.unregister("me")
                try world.system.register(inbox.process.id, as: .global("me"))
                try world.system.send(6, to: .global("me"))
                for expected in 1...6 {
                    let message = try await inbox.receive()
                    #expect(message == expected)
                }
            }
        }
    }

    @Test("PROC-034 PROC-035 to a dead process it is dropped and counted, to an unknown name an error")
    func undeliverable() async {
        await withTestWorld { world in
            let process = spawn(Int.self) { _ in }
            _ = await process.id.exitReason()
            process.send(1)
            process.id.send(2)
            #expect(world.system.deadLetters == 2)
            #expect(throws: NameError.unknown("nobody")) { try world.system.send(1, to: "nobody") }
        }
    }

    @Test("PROC-036 PROC-037 messages keep the order of their sender, and its end comes last")
    func order() async throws {
        try await withTestWorld { _ in
            try await withProcess(Int.self) { inbox in
                let me = inbox.ref
                let (_, monitor) = inbox.process.spawnMonitored { _ in for number in 0..<1000 { me.send(number) } }
                var received: [Int] = []
                while true {
                    let mail = try await inbox.select { mail in mail }
                    guard let message = mail?.message else { break }
                    received.append(message)
                }
                #expect(received == Array(0..<1000))
                let rest = try await inbox.receiveDown(monitor, within: .zero)
                #expect(rest == nil)
            }
        }
    }

    @Test("PROC-038 a receive takes the first that it wants; the others stay, in order")
    func selectiveReceive() async throws {
        try await withTestWorld { _ in
            try await withProcess(Int.self) { inbox in
                for number in 1...6 { inbox.ref.send(number) }
                let even = try await inbox.receive { $0.isMultiple(of: 2) ? $0 : nil }
                #expect(even == 2)
                let large = try await inbox.receive { $0 > 4 ? $0 : nil }
                #expect(large == 5)
                var rest: [Int] = []
                while let number = try await inbox.receive(within: .zero) { rest.append(number) }
                #expect(rest == [1, 3, 4, 6])
            }
        }
    }

    @Test("PROC-039 a receive gives up only if nothing came in time; zero looks once")
    func receiveTimeout() async throws {
        try await withTestWorld { world async throws in
            let results = Probe<Int?>()
            let process = spawn(Int.self) { inbox in
                results.record(try await inbox.receive(within: .zero))
                results.record(try await inbox.receive(within: .seconds(1)))
                results.record(try await inbox.receive(within: .seconds(1)))
            }
            #expect(try await results.next() == nil)
            await world.timers(reach: 1)
            world.clock.advance(by: .milliseconds(999))
            process.send(5)
            #expect(try await results.next() == 5)
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(1))
            #expect(try await results.next() == nil)
        }
    }

    @Test("a full mailbox drops the newest or the oldest, as it was told")
    func limits() async {
        await withTestWorld { world in
            let gate = Probe<Void>()
            for (policy, kept) in [(MailboxLimit.Policy.dropNewest, ["1", "2"]), (.dropOldest, ["2", "3"])] {
                let options = ProcessOptions(mailboxLimit: MailboxLimit(2, policy: policy))
                let process = spawn(Int.self, options: options) { _ in await gate.nextDespiteCancellation() }
                for number in 1...3 { process.send(number) }
                #expect(process.id.info?.messages == kept)
                gate.record(())
            }
            #expect(world.system.deadLetters == 2)
        }
    }

    @Test("a message of a type that the process does not take is a dead letter")
    func wrongType() async {
        await withTestWorld { world in
            let process = spawn(Int.self, idle)
            process.id.send("text")
            #expect(world.system.deadLetters == 1)
            #expect(process.id.info?.messageQueueLength == 0)
        }
    }
}
