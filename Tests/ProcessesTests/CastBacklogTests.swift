import ProcessTesting
import Testing

@testable import Processes

/// Many casts that wait are kept in another way than few; nobody may notice.
///
/// Handlers block their threads here, so they have threads of their own.
@Suite("A backlog of casts", .timeLimit(.minutes(1)))
struct CastBacklogTests {
    @Test("keeps the order of casts of all shapes, and of what is no cast between them")
    func order() async throws {
        try await withOwnPool(threads: 2) { _ in
            let gate = Gate()
            let ledger = try await Ledger.start()
            try await ledger.hold(at: gate)
            for number in 0..<1000 { ledger.send(number) }
            #expect(ledger.id.info?.messageQueueLength == 1000)
            #expect(ledger.id.info?.messages == (0..<1000).map { "\($0)" })
            #expect(ledger.id.info?.messagesHandled == 1)
            gate.open()
            #expect(try await ledger.call(Ledger.Numbers()) == Array(0..<1000))
            #expect(ledger.id.info?.messageQueueLength == 0)
            #expect(ledger.id.info?.messagesHandled == 1002)
        }
    }

    @Test("keeps the order of each of several senders, also while it is being handled")
    func senders() async throws {
        try await withOwnPool(threads: 3) { _ in
            let ledger = try await Ledger.start()
            let senders = (0..<3).map { sender in
                spawn { _ in
                    for number in 0..<20_000 {
                        if number % 1000 == 999 { _ = try? await ledger.call(Ledger.NumbersLater(), timeout: nil) }
                        ledger.cast(Ledger.Number(number: number * 3 + sender))
                    }
                }
            }
            for sender in senders { #expect(await sender.id.exitReason() == .normal) }
            let numbers = try await ledger.call(Ledger.Numbers(), timeout: nil)
            #expect(numbers.count == 60_000)
            for sender in 0..<3 {
                #expect(numbers.filter { $0 % 3 == sender } == (0..<20_000).map { $0 * 3 + sender })
            }
        }
    }

    @Test("a call that waits behind sees all that was sent before, and nothing of what was sent after")
    func callBetween() async throws {
        try await withOwnPool(threads: 2) { _ in
            let gate = Gate()
            let ledger = try await Ledger.start()
            try await ledger.hold(at: gate)
            for number in 0..<50 { ledger.cast(Ledger.Number(number: number)) }
            let answers = Probe<[Int]>()
            let caller = spawn { _ in answers.record(try await ledger.call(Ledger.Numbers(), timeout: nil)) }
            await ProcessSystem.current.waitForMail(containing: "Numbers", in: ledger.id)
            for number in 50..<100 { ledger.cast(Ledger.Number(number: number)) }
            #expect(ledger.id.info?.messageQueueLength == 101)
            gate.open()
            #expect(try await answers.next() == Array(0..<50))
            #expect(try await ledger.call(Ledger.Numbers()) == Array(0..<100))
            #expect(await caller.id.exitReason() == .normal)
        }
    }

    @Test("grows while the server is suspended, and is handled in order when it goes on")
    func suspended() async throws {
        try await withOwnPool(threads: 2) { system in
            let gate = Gate()
            let ledger = try await Ledger.start()
            try await ledger.hold(at: gate)
            for number in 0..<100 { ledger.cast(Ledger.Number(number: number)) }
            async let suspension: Void = ledger.id.sys.suspend()
            await system.waitForMail(containing: "sys", in: ledger.id)
            for number in 100..<2000 { ledger.send(number) }
            gate.open()
            try await suspension
            #expect(try await ledger.sys.withState { $0.numbers.count } == 100)
            #expect(ledger.id.info?.messageQueueLength == 1900)
            #expect(ledger.id.info?.messagesHandled == 101)
            for number in 2000..<2100 { ledger.cast(Ledger.Number(number: number)) }
            #expect(ledger.id.info?.messageQueueLength == 2000)
            #expect(try await ledger.sys.withState { $0.numbers.count } == 100)
            try await ledger.id.sys.resume()
            let numbers = try await ledger.call(Ledger.Numbers(), timeout: nil)
            #expect(numbers == Array(0..<2100))
        }
    }

    @Test("ends where a handler stops: what is behind is not handled, and what comes later goes to nobody")
    func stopped() async throws {
        try await withOwnPool(threads: 2) { system in
            let gate = Gate()
            let ended = Locked(0)
            let ledger = try await Ledger.start()
            try await ledger.hold(at: gate)
            for number in 0..<100 { ledger.cast(Ledger.Number(number: number)) }
            ledger.cast(Ledger.Stop())
            for number in 0..<3000 {
                let object = Ledger.Witness { ended.withLock { $0 += 1 } }
                ledger.cast(Ledger.Holding(number: number, object: object))
            }
            #expect(ended.withLock { $0 } == 0)
            gate.open()
            #expect(await ledger.id.exitReason() == .shutdownBecause(100))
            await system.settle()
            #expect(ended.withLock { $0 } == 3000)
            #expect(system.deadLetters == 0)
            ledger.cast(Ledger.Number(number: 0))
            #expect(system.deadLetters == 1)
        }
    }

    @Test("goes to nobody after a kill, and so does what is sent while the handler still runs")
    func killed() async throws {
        try await withOwnPool(threads: 2) { system in
            let first = Gate()
            let second = Gate()
            let third = Gate()
            let ended = Locked(0)
            let ledger = try await Ledger.start()
            try await ledger.hold(at: first)
            for number in 0..<20 { ledger.cast(Ledger.Number(number: number)) }
            ledger.cast(Ledger.Wait(gate: second))
            ledger.cast(Ledger.Wait(gate: third))
            first.open()
            try await second.reached.next()
            for number in 0..<100 {
                let object = Ledger.Witness { ended.withLock { $0 += 1 } }
                ledger.cast(Ledger.Holding(number: number, object: object))
            }
            ledger.id.kill()
            #expect(ended.withLock { $0 } == 100)
            #expect(system.deadLetters == 0)
            ledger.cast(Ledger.Number(number: 0))
            #expect(system.deadLetters == 1)
            second.open()
            await system.waitForLingering()
            #expect(third.reached.recorded.isEmpty)
        }
    }

    @Test("goes to nobody after an exit signal that the running handler does not see")
    func exited() async throws {
        try await withOwnPool(threads: 2) { system in
            let gate = Gate()
            let next = Gate()
            let ledger = try await Ledger.start()
            try await ledger.hold(at: gate)
            for number in 0..<20 { ledger.cast(Ledger.Number(number: number)) }
            ledger.id.exit(.shutdown)
            ledger.cast(Ledger.Wait(gate: next))
            #expect(system.deadLetters == 1)
            gate.open()
            #expect(await ledger.id.exitReason() == .shutdown)
            #expect(next.reached.recorded.isEmpty)
        }
    }

    @Test("a handler that continues, or waits for silence, does so before the next of them")
    func instructions() async throws {
        try await withOwnPool(threads: 2) { system in
            let gate = Gate()
            let ledger = try await Ledger.start()
            try await ledger.hold(at: gate)
            for number in 0..<20 {
                ledger.cast(Ledger.Continue(number: number))
                ledger.cast(Ledger.Continue(number: number))
                ledger.cast(Ledger.Pause())
                ledger.cast(Ledger.Number(number: number))
            }
            gate.open()
            await system.settle()
            #expect(try await ledger.call(Ledger.Numbers()) == (0..<20).flatMap { [$0, $0, $0] })
        }
    }

    @Test("is watched cast by cast")
    func watched() async throws {
        try await withOwnPool(threads: 2) { _ in
            let gate = Gate()
            let ledger = try await Ledger.start()
            try await ledger.id.sys.countStatistics(true)
            try await ledger.id.sys.log(last: 200)
            try await ledger.hold(at: gate)
            for number in 0..<40 { ledger.cast(Ledger.Number(number: number)) }
            gate.open()
            #expect(try await ledger.call(Ledger.Numbers()) == Array(0..<40))
            #expect(try await ledger.id.sys.statistics()?.messagesIn == 42)
            let received = try await ledger.id.sys.loggedEvents().compactMap { event in
                if case .received(let text, isCall: false) = event { text } else { nil }
            }
            #expect(received == ["wait"] + (0..<40).map { "\($0)" })
        }
    }

    @Test("can be looked at while it is handled: what is shown follows each other, up to the last that was sent")
    func looks() async throws {
        try await withOwnPool(threads: 2) { _ in
            let ended = Locked(0)
            let ledger = try await Ledger.start()
            for last in stride(from: 99, to: 30_000, by: 100) {
                for number in (last - 99)...last {
                    let object = Ledger.Witness { ended.withLock { $0 += 1 } }
                    ledger.cast(Ledger.Holding(number: number, object: object))
                }
                let shown = try #require(ledger.core.snapshot(ofEnded: false, messages: .max)).messages
                #expect(shown == ((last + 1 - shown.count)..<(last + 1)).map { "\($0)" })
            }
            #expect(try await ledger.call(Ledger.Numbers(), timeout: nil) == Array(0..<30_000))
            await ProcessSystem.current.settle()
            #expect(ended.withLock { $0 } == 30_000)
        }
    }

    @Test("goes on behind one that hibernates, also where handleHibernate asks for a timeout")
    func hibernating() async throws {
        struct Sleeper: GenServer {
            var numbers: [Int] = []

            static func initialize(_ argument: Void, _ context: Context<Sleeper>) -> Sleeper? { Sleeper() }

            mutating func handleHibernate(_ context: Context<Sleeper>) { context.timeout(after: .seconds(60)) }

            struct Hold: ServerCast {
                let gate: Gate
                func handle(_ sleeper: inout Sleeper, _ context: Context<Sleeper>) { gate.pass() }
            }
            struct Number: ServerCast {
                let number: Int
                func handle(_ sleeper: inout Sleeper, _ context: Context<Sleeper>) {
                    sleeper.numbers.append(number)
                    if number % 20 == 0 { context.hibernate() }
                }
            }
            struct Numbers: ServerCall {
                func handle(_ sleeper: inout Sleeper, _ context: Context<Sleeper>) -> [Int] { sleeper.numbers }
            }
        }
        try await withOwnPool(threads: 2) { _ in
            let gate = Gate()
            let sleeper = try await Sleeper.start()
            sleeper.cast(Sleeper.Hold(gate: gate))
            try await gate.reached.next()
            for number in 0..<1000 { sleeper.cast(Sleeper.Number(number: number)) }
            gate.open()
            #expect(try await sleeper.call(Sleeper.Numbers(), timeout: nil) == Array(0..<1000))
        }
    }
}
