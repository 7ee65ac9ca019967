import ProcessTesting
import Testing

@testable import Processes

/// Handlers block their threads here, so they have threads of their own.
@Suite("The memory of a backlog of casts", .timeLimit(.minutes(1)))
struct CastMemoryTests {
    @Test("what casts hold is released soon after they were handled, while others of the backlog still wait")
    func releasedSoon() async throws {
        try await withOwnPool(threads: 2) { _ in
            let first = Gate()
            let second = Gate()
            let ended = Locked(0)
            let ledger = try await Ledger.start()
            try await ledger.hold(at: first)
            func send(_ count: Int) {
                for number in 0..<count {
                    let object = Ledger.Witness { ended.withLock { $0 += 1 } }
                    ledger.cast(Ledger.Holding(number: number, object: object))
                }
            }
            send(5000)
            ledger.cast(Ledger.Wait(gate: second))
            send(5000)
            first.open()
            try await second.reached.next()
            #expect((4900...5000).contains(ended.withLock { $0 }))
            second.open()
            _ = try await ledger.call(Ledger.Numbers())
            await ProcessSystem.current.settle()
            #expect(ended.withLock { $0 } == 10_000)
        }
    }

    @Test("a message may look at the process, and send to it, when it is released", arguments: [true, false])
    func nosy(isHandled: Bool) async throws {
        try await withOwnPool(threads: 2) { system in
            let gate = Gate()
            let looks = Locked(0)
            let ledger = try await Ledger.start()
            try await ledger.hold(at: gate)
            for number in 0..<300 {
                let object = Ledger.Witness {
                    ledger.cast(Ledger.Short(number: 0))
                    _ = ledger.id.info
                    looks.withLock { $0 += 1 }
                }
                ledger.cast(Ledger.Holding(number: number, object: object))
            }
            if !isHandled { ledger.id.kill() }
            gate.open()
            await system.settle()
            await system.waitForLingering()
            #expect(looks.withLock { $0 } == 300)
        }
    }

    @Test("leaves nothing behind when it is handled")
    func memory() async throws {
        try await withOwnPool(threads: 1) { system in
            let gate = Gate()
            let ledger = try await Ledger.start()
            try await ledger.hold(at: gate)
            for number in 0..<20_000 { ledger.cast(Ledger.Number(number: number)) }
            #expect(ledger.id.info?.messageQueueLength == 20_000)
            weak let chunk = ledger.core.lock.withLock {
                ledger.core.mailbox.elements(upTo: .max).compactMap(\.chunk).last
            }
            #expect(chunk?.capacity == CastChunk.largest)
            gate.open()
            #expect(try await ledger.call(Ledger.Numbers()).count == 20_000)
            await system.settle()
            // A thread lets go of what it handled last when it has settled: before it runs something else.
            _ = await spawn { _ in }.id.exitReason()
            let core = ledger.core
            #expect(core.lock.withLock { core.openCasts == nil && core.takenCasts == nil && core.mailbox.isEmpty })
            #expect(core.lock.withLock { core.closedCasts } == 0)
            #expect(chunk == nil)
        }
    }

    @Test("is kept one by one where casts do not follow each other, which takes less")
    func alternating() async throws {
        try await withOwnPool(threads: 2) { _ in
            let gate = Gate()
            let ledger = try await Ledger.start()
            try await ledger.hold(at: gate)
            for number in 0..<500 {
                if number % 8 == 0 { ledger.id.send(number) } else { ledger.cast(Ledger.Number(number: number)) }
            }
            let core = ledger.core
            #expect(core.lock.withLock { core.mailbox.elements(upTo: .max).allSatisfy { $0.chunk == nil } })
            gate.open()
            #expect(try await ledger.call(Ledger.Numbers()) == Array(0..<500))
        }
    }

    @Test("is not larger than its limit, which drops the oldest or the newest", arguments: [true, false])
    func limited(dropsOldest: Bool) async throws {
        try await withOwnPool(threads: 2) { system in
            let gate = Gate()
            let limit = MailboxLimit(10, policy: dropsOldest ? .dropOldest : .dropNewest)
            let options = ServerOptions(process: ProcessOptions(mailboxLimit: limit))
            let ledger = try await Ledger.start((), options: options)
            try await ledger.hold(at: gate)
            for number in 0..<100 { ledger.cast(Ledger.Number(number: number)) }
            #expect(ledger.id.info?.messageQueueLength == 10)
            #expect(system.deadLetters == 90)
            gate.open()
            await system.settle()
            #expect(try await ledger.call(Ledger.Numbers()) == Array(dropsOldest ? 90..<100 : 0..<10))
        }
    }
}

extension ServerMail {
    fileprivate var chunk: CastChunk? {
        if case .casts(let chunk) = self { chunk } else { nil }
    }
}
