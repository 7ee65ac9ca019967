import ProcessTesting
import Processes
import Testing

@Suite("A server in a storm of messages", .timeLimit(.minutes(5)))
struct OrderStormTests {
    private static let senders = 8
    private static let messages = 100_000

    @Test("that is suspended and resumed meanwhile loses nothing of eight senders, and keeps the order of each")
    func orderAndLoss() async throws {
        try await withTestWorld { world in
            let collector = try await Collector.start(Collector(senders: Self.senders))
            let interrupting = Task { await interrupt(collector) }
            await withTaskGroup { group in
                for sender in 0..<Self.senders { group.addTask { await send(to: collector, as: sender) } }
            }
            interrupting.cancel()
            let interruptions = await interrupting.value
            let state = try await collector.sys.state(timeout: nil)
            #expect(state.next == Array(repeating: Self.messages, count: Self.senders))
            #expect(state.disorder == 0)
            #expect(collector.id.info?.messagesHandled == Self.senders * Self.messages)
            #expect(world.system.deadLetters == 0)
            #expect(interruptions >= 10)
            print("\(Self.senders) x \(Self.messages) messages arrived in order over \(interruptions) interruptions")
        }
    }

    /// Sends casts, or messages of no type, which come in by another door, and a call now and then.
    ///
    /// The calls keep the mailbox short enough for requests of sys to get a turn.
    private func send(to collector: ServerRef<Collector>, as sender: Int) async {
        for number in 0..<Self.messages {
            let message = Collector.Add(sender: sender, number: number)
            switch number % 500 {
            case 499: try? await collector.call(message, timeout: nil)
            case ..<250: collector.cast(message)
            default: collector.id.send(Plain(message: message))
            }
        }
    }

    /// Suspends and resumes until it is cancelled; the server runs in the end.
    private func interrupt(_ collector: ServerRef<Collector>) async -> Int {
        var count = 0
        while !Task.isCancelled {
            try? await collector.id.sys.suspend(timeout: nil)
            for _ in 0..<10 { await Task.yield() }
            try? await collector.id.sys.resume(timeout: nil)
            for _ in 0..<10 { await Task.yield() }
            count += 1
        }
        // A request in the moment of the cancellation is not waited for, and may be the suspension.
        await Task { try? await collector.id.sys.resume(timeout: nil) }.value
        return count
    }

    private struct Plain: Sendable {
        let message: Collector.Add
    }

    private struct Collector: GenServer, Sendable {
        var next: [Int]
        var disorder = 0

        init(senders: Int) {
            next = Array(repeating: 0, count: senders)
        }

        mutating func handleInfo(_ message: any Sendable, _ context: Context<Collector>) {
            guard let plain = message as? Plain else { return }
            plain.message.handle(&self, context)
        }

        struct Add: ServerCast, ServerCall {
            let sender: Int
            let number: Int

            func handle(_ collector: inout Collector, _ context: Context<Collector>) {
                if collector.next[sender] != number { collector.disorder += 1 }
                collector.next[sender] = number + 1
            }
        }
    }
}
