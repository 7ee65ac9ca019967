import OTP
import ProcessTesting
import Testing

/// Somebody who is not there.
struct Unknown: Error, Equatable {
    let name: String
}

private enum Job: Sendable {
    case urgent(String)
    case later(String)
}

@Suite("The examples of the article on processes", .timeLimit(.minutes(1)))
struct ProcessExamples {
    @Test("a process adds what it is sent")
    func totals() async throws {
        try await withTestWorld { _ async throws in
            let printed = Probe<Int>()
            let print: @Sendable (Int) -> Void = { printed.record($0) }
            // snippet.spawn
            let totals = spawn(Int.self) { inbox in
                var total = 0
                while true {
                    total += try await inbox.receive()
                    print(total)
                }
            }
            totals.send(2)
            totals.send(3)
            // snippet.end
            #expect(try await printed.next(2) == [2, 5])
        }
    }

    @Test("a receive takes what it wants, and leaves the rest in order")
    func selective() async throws {
        try await withTestWorld { _ in
            try await withProcess(Job.self) { inbox in
                inbox.ref.send(.later("sweep"))
                inbox.ref.send(.urgent("fire"))
                // snippet.receive
                let urgent = try await inbox.receive(within: .seconds(1)) { job in
                    if case .urgent(let text) = job { text } else { nil }
                }
                // snippet.end
                #expect(urgent == "fire")
                guard case .later("sweep") = try await inbox.receive() else {
                    Issue.record("the other message is gone")
                    return
                }
            }
        }
    }

    @Test("a monitor tells why a process has ended")
    func monitor() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                // snippet.monitor
                let (worker, monitor) = inbox.process.spawnMonitored(String.self) { inbox in
                    let name = try await inbox.receive()
                    throw Unknown(name: name)
                }
                worker.send("Joe")
                let reason = try await inbox.receiveDown(monitor)
                // snippet.end
                #expect(reason == .failed(Unknown(name: "Joe")))
            }
        }
    }

    @Test("a process that traps exits outlives those it is linked to")
    func link() async throws {
        try await withTestWorld { _ in
            let reasons = Probe<ExitReason>()
            try await withProcess { inbox in
                // snippet.link
                inbox.process.trapsExits = true
                let helper = inbox.process.spawnLinked { _ in throw Unknown(name: "Joe") }
                guard case .exit(helper.id, let reason)? = try await inbox.receiveSignal() else { return }
                // snippet.end
                reasons.record(reason)
                #expect(inbox.process.id.isAlive)
            }
            #expect(reasons.recorded == [.failed(Unknown(name: "Joe"))])
        }
    }

    @Test("code that blocks has a thread of its own")
    func blocking() async throws {
        try await withTestWorld { _ async throws in
            let written = Probe<String>()
            let writeAndFlush: @Sendable (String) -> Void = { written.record($0) }
            // snippet.dedicated-thread
            let writer = spawn(String.self, options: ProcessOptions(executor: .dedicatedThread)) { inbox in
                while true { writeAndFlush(try await inbox.receive()) }
            }
            // snippet.end
            writer.send("line")
            #expect(try await written.next() == "line")
        }
    }

    @Test("a limited mailbox keeps the newest messages")
    func limit() async {
        await withTestWorld { world in
            let recorded = Probe<Int>()
            let record: @Sendable (Int) -> Void = { recorded.record($0) }
            // snippet.mailbox-limit
            let newest = ProcessOptions(mailboxLimit: MailboxLimit(1000, policy: .dropOldest))
            let samples = spawn(Int.self, options: newest) { inbox in
                while true { record(try await inbox.receive()) }
            }
            // snippet.end
            for sample in 0..<3000 { samples.send(sample) }
            await world.settle()
            #expect(recorded.recorded.suffix(1000) == Array(2000..<3000))
            #expect(recorded.recorded.count + world.system.deadLetters == 3000)
        }
    }

    @Test("a process has a label and values of its own")
    func own() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                // snippet.own-values
                let request = ProcessKey<String>("request")
                inbox.process.label = "importer"
                inbox.process[request] = "GET /"
                // snippet.end
                #expect(inbox.process.id.info?.label == "importer")
                #expect(inbox.process[request] == "GET /")
                #expect(inbox.process.id.info?.dictionary["request"]?.contains("GET /") == true)
            }
        }
    }

    @Test("an answer comes through an alias, which is off afterwards")
    func alias() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                let addresses = Probe<Alias<Int>>()
                let oracle = spawn(Alias<Int>.self) { inbox in
                    let address = try await inbox.receive()
                    address.send(42)
                    addresses.record(address)
                }
                // snippet.alias
                let (monitor, address) = inbox.monitor(oracle.id, alias: .replyDemonitor)
                oracle.send(address)
                let answer = try await inbox.receive(within: .seconds(1))
                if answer == nil { inbox.unalias(address) }
                inbox.process.demonitor(monitor, flush: true)
                // snippet.end
                #expect(answer == 42)
                try await addresses.next().send(43)
                #expect(try await inbox.receive(within: .zero) == nil)
                #expect(world.system.deadLetters == 1)
            }
        }
    }

    @Test("the longest mailbox is found among all processes")
    func list() async throws {
        try await withTestWorld { _ in
            try await withProcess(Int.self) { inbox in
                inbox.ref.send(1)
                // snippet.list
                let longest = ProcessSystem.current.list
                    .compactMap(\.info)
                    .max { $0.messageQueueLength < $1.messageQueueLength }
                // snippet.end
                #expect(longest?.id == inbox.process.id)
            }
        }
    }
}
