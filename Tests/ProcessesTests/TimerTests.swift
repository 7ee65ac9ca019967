import ProcessTesting
import Processes
import Testing

@Suite("A timer", .timeLimit(.minutes(1)))
struct TimerTests {
    @Test("PROC-040 PROC-047 it delivers once, not before its time, and is over then")
    func deliversOnce() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                let timer = inbox.ref.send(7, after: .seconds(2))
                world.clock.advance(by: .milliseconds(1999))
                let early = try await inbox.receive(within: .zero)
                #expect(early == nil)
                world.clock.advance(by: .milliseconds(1))
                let message = try await inbox.receive(within: .zero)
                #expect(message == 7)
                world.clock.advance(by: .seconds(10))
                let again = try await inbox.receive(within: .zero)
                #expect(again == nil)
                #expect(timer.remaining == nil)
                #expect(timer.cancel() == nil)
            }
        }
    }

    @Test("PROC-041 it may be given an absolute time")
    func absolute() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                world.clock.advance(by: .seconds(100))
                inbox.process.id.send(1, at: world.clock.now.advanced(by: .seconds(1)))
                world.clock.advance(by: .seconds(1))
                let message = try await inbox.receive(within: .zero)
                #expect(message == 1)
            }
        }
    }

    @Test("PROC-042 a time of zero is not sooner than what was sent before")
    func zero() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                inbox.ref.send(1, after: .zero)
                inbox.ref.send(2)
                let early = try await inbox.receive()
                #expect(early == 2)
                world.clock.advance(by: .zero)
                let late = try await inbox.receive()
                #expect(late == 1)
            }
        }
    }

    @Test("PROC-043 PROC-044 a name is looked up when the time has come; nobody is no error")
    func named() async throws {
        try await withTestWorld { world in
            world.system.send(1, to: "later", after: .seconds(1))
            world.system.send(2, to: "never", after: .seconds(1))
            let seen = Probe<Int>()
            let first = spawn(Int.self, idle)
            try world.system.register(first.id, as: "later")
            first.id.kill()
            let second = spawn(Int.self) { inbox in seen.record(try await inbox.receive()) }
            try world.system.register(second.id, as: "later")
            await world.advance(by: .seconds(1))
            #expect(try await seen.next() == 1)
            #expect(world.system.deadLetters == 1)
        }
    }

    private struct Clear: AsyncServerCast {
        func handle(_ stack: inout Stack, _ context: Context<Stack>) async {
            stack.items = []
        }
    }

    @Test("PROC-043 PROC-044 a cast to a server's name goes to who has it in that system when the time has come")
    func namedServer() async throws {
        try await withTestWorld { world in
            let name: ServerName<Stack> = "later"
            let first = try await Stack.start([1], name: name)
            name.cast(Clear(), after: .seconds(1))
            name.cast(Stack.Push(item: 5), after: .seconds(2))
            ServerName<Stack>("never").cast(Stack.Push(item: 6), after: .seconds(1))
            let stopped = name.cast(Stack.Push(item: 7), after: .seconds(1))
            #expect(stopped.cancel() == .seconds(1))
            try await first.stop()
            let second = try await Stack.start([2], name: name)
            // The clock has a thread of its own, which knows nothing of this test's process system.
            await Task.detached { world.clock.advance(by: .seconds(2)) }.value
            #expect(try await second.call(Stack.Items()) == [5])
        }
    }

    @Test("PROC-045 PROC-046 the time that is left can be read, and comes back when it is stopped")
    func readsAndCancels() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                let timer = inbox.ref.send(1, after: .seconds(5))
                world.clock.advance(by: .seconds(2))
                #expect(timer.remaining == .seconds(3))
                #expect(timer.cancel() == .seconds(3))
                #expect(timer.cancel() == nil)
                #expect(timer.remaining == nil)
                world.clock.advance(by: .seconds(5))
                let message = try await inbox.receive(within: .zero)
                #expect(message == nil)
            }
        }
    }

    @Test("PROC-048 PROC-049 stopping it without waiting tells the rest as a signal, unless that is not wanted")
    func cancelsAsynchronously() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                let timer = inbox.ref.send(1, after: .seconds(5))
                world.clock.advance(by: .seconds(1))
                inbox.process.cancel(timer)
                let first = try await inbox.receiveSignal()
                #expect(first.map(Self.rest) == .seconds(4))
                inbox.process.cancel(timer)
                let second = try await inbox.receiveSignal()
                #expect(second.map(Self.rest) == .some(nil))
                inbox.process.cancel(timer, thenTellMe: false)
                let third = try await inbox.receiveSignal(within: .zero)
                #expect(third == nil)
            }
        }
    }

    private static func rest(_ signal: Signal) -> Duration? {
        guard case .timerCancelled(_, let rest) = signal else { return nil }
        return rest
    }

    @Test("timers fire in the order of their times, and of their making at one time")
    func orderOfFiring() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                var generator = SystemRandomNumberGenerator()
                let delays = (0..<500).map { _ in Int.random(in: 0..<50, using: &generator) }
                let timers = delays.enumerated().map { index, delay in
                    inbox.ref.send(index, after: .seconds(delay))
                }
                for index in stride(from: 0, to: 500, by: 3) { timers[index].cancel() }
                world.clock.advance(by: .seconds(60))
                var received: [Int] = []
                while let index = try await inbox.receive(within: .zero) { received.append(index) }
                let expected = delays.indices.filter { !$0.isMultiple(of: 3) }
                    .sorted { (delays[$0], $0) < (delays[$1], $1) }
                #expect(received == expected)
            }
        }
    }

    @Test("the clock of the program fires too")
    func systemClock() async throws {
        let system = ProcessSystem()
        try await system.run {
            try await withProcess(Int.self) { inbox in
                inbox.ref.send(1, after: .milliseconds(2))
                let message = try await inbox.receive(within: .seconds(30))
                #expect(message == 1)
            }
        }
    }
}
