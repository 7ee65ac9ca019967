import NodeLogging
import ProcessTesting
import Processes
import Testing

extension ProcessKey {
    fileprivate static var tenant: ProcessKey<String> { .init("tenant") }
    fileprivate static var retries: ProcessKey<Int> { .init("retries") }
}

@Suite("Information about a process", .timeLimit(.minutes(1)))
struct InformationTests {
    @Test("PROC-079 PROC-083 PROC-084 info tells what has a meaning here")
    func info() async throws {
        try await withTestWorld { world in
            let process = spawn(Int.self, idle)
            await world.settle()
            let info = try #require(process.id.info)
            #expect(info.id == process.id && info.kind == "process" && info.status == .waiting)
            #expect(info.priority == nil && info.name == nil && !info.trapsExits)
            #expect(info.links.isEmpty && info.monitors.isEmpty && info.dictionary.isEmpty)
            try world.system.register(process.id, as: "named")
            #expect(process.id.info(\.name) == "named")
        }
    }

    @Test("PROC-080 PROC-081 PROC-082 one item, several in the order asked, and nil for the dead")
    func items() async throws {
        await withTestWorld { _ in
            let process = spawn(Int.self, idle)
            process.send(5)
            #expect(process.id.info(\.messageQueueLength) == 1)
            let pair = process.id.info(\.messages, \.trapsExits)
            #expect(pair?.0 == ["5"] && pair?.1 == false)
            process.id.kill()
            #expect(process.id.info == nil)
            #expect(process.id.info(\.trapsExits) == nil)
            #expect(process.id.info(\.messages, \.trapsExits) == nil)
        }
    }

    @Test("PROC-085 PROC-086 links and waiting messages are listed, messages in their order")
    func lists() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let process = inbox.process.spawnLinked(Int.self, idle)
                for number in 1...3 { process.send(number) }
                #expect(process.id.info?.links == [inbox.process.id])
                #expect(process.id.info?.messages == ["1", "2", "3"])
                #expect(process.id.info?.messageQueueLength == 3)
                inbox.process.unlink(process.id)
                try await inbox.process.sleep(for: .zero)
            }
        }
    }

    @Test("of a long backlog the number of the messages is told, and the first thousand are shown")
    func backlog() async throws {
        try await withTestWorld { _ in
            let numbers = 0..<2_500
            let process = spawn(Int.self, idle)
            let server = try await Ledger.start()
            try await server.sys.suspend()
            for number in numbers {
                process.send(number)
                server.cast(Ledger.Number(number: number))
                if number % 100 == 0 { server.id.send("between") }
            }
            #expect(process.id.info?.messageQueueLength == 2_500)
            #expect(process.id.info?.messages == numbers.prefix(1_000).map { "\($0)" })
            #expect(server.id.info?.messageQueueLength == 2_525)
            let shown = numbers.flatMap { $0 % 100 == 0 ? ["\($0)", "between"] : ["\($0)"] }.prefix(1_000)
            #expect(server.id.info?.messages == Array(shown))
        }
    }

    @Test("no message is printed for who asks for something else")
    func otherItems() async throws {
        try await withTestWorld { _ in
            let prints = Locked(0)
            let process = spawn(Loud.self, idle)
            process.send(Loud(prints: prints))
            let server = try await Ledger.start()
            try await server.sys.suspend()
            server.id.send(Loud(prints: prints))
            for id in [process.id, server.id] {
                #expect(id.info(\.messageQueueLength, \.status)?.0 == 1)
            }
            #expect(try await server.sys.status().isSuspended)
            #expect(prints.withLock { $0 } == 0)
            #expect(process.id.info(\.messages) == ["loud"])
            #expect(prints.withLock { $0 } == 1)
        }
    }

    /// Counts how often it is printed.
    private struct Loud: CustomStringConvertible {
        let prints: Locked<Int>
        var description: String {
            prints.withLock { $0 += 1 }
            return "loud"
        }
    }

    @Test("PROC-087 PROC-088 PROC-089 PROC-090 the dictionary stores, reads, lists and deletes")
    func dictionary() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let process = inbox.process
                #expect(process.put(.tenant, "acme") == nil)
                #expect(process.put(.tenant, "best") == "acme")
                #expect(process[.tenant] == "best")
                #expect(process[.retries] == nil)
                #expect(process[.retries, default: 3] == 3)
                process[.retries] = 1
                #expect(Set(process.keys) == ["tenant", "retries"])
                #expect(process.keys(holding: "best") == ["tenant"])
                #expect(process.dictionary.count == 2)
                #expect(process.delete(.tenant) == "best")
                #expect(process.delete(.tenant) == nil)
                try await process.sleep(for: .zero)
            }
        }
    }

    @Test("PROC-091 others see the dictionary only through info")
    func dictionaryIsPrivate() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                inbox.process[.tenant] = "acme"
                let seen = Probe<String?>()
                spawn { inbox in seen.record(inbox.process[.tenant]) }
                let value = try await seen.next()
                #expect(value == nil)
                #expect(inbox.process.id.info?.dictionary == ["tenant": "acme"])
                #expect(ProcessContext.current?[.tenant] == "acme")
                try await inbox.process.sleep(for: .zero)
            }
        }
    }

    @Test("PROC-092 a process knows what runs in it, and its ancestors, nearest first")
    func ancestors() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let seen = Probe<(ServerRef<Stack>, ProcessID)>()
                let middle = spawn { inbox in
                    seen.record((try await Stack.start([]), inbox.process.id))
                    try await inbox.process.sleep()
                }
                let (server, parent) = try await seen.next()
                #expect(parent == middle.id)
                #expect(server.id.info?.ancestors == [middle.id, inbox.process.id])
                #expect(server.id.info?.kind == "Stack")
                try await inbox.process.sleep(for: .zero)
            }
        }
    }

    @Test("PROC-094 PROC-095 a label can be set and read, and stands in crash reports")
    func labels() async throws {
        try await withTestWorld { world async throws in
            let gate = Probe<Void>()
            let labelled = Probe<Void>()
            let process = spawn { inbox in
                inbox.process.label = "importer of 7"
                labelled.record(())
                await gate.nextDespiteCancellation()
                throw CancellationError()
            }
            try await labelled.next()
            #expect(process.id.label == "importer of 7")
            gate.record(())
            _ = await process.id.exitReason()
            #expect(process.id.label == nil)
            let reports = world.log.entries(.error)
            #expect(reports.count == 1)
            #expect(reports.first?.message.contains("importer of 7") == true)
        }
    }
}
