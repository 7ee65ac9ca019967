import OTP
import ProcessTesting
import Processes
import Testing

/// A handler takes many casts out of the mailbox at once; nobody may notice.
///
/// Handlers block their threads here, so they have threads of their own.
@Suite("Casts that wait in great number", .timeLimit(.minutes(1)))
struct CastBatchTests {
    /// Counts, and stands still at numbers that a test gives.
    private struct Meter: GenServer {
        let gates: [Int: Gate]
        var count = 0

        static func initialize(_ gates: [Int: Gate], _ context: Context<Meter>) -> Meter? {
            Meter(gates: gates)
        }

        struct Step: ServerCast {
            func handle(_ meter: inout Meter, _ context: Context<Meter>) {
                meter.count += 1
                meter.gates[meter.count]?.pass()
            }
        }

        struct End: ServerCast {
            func handle(_ meter: inout Meter, _ context: Context<Meter>) {
                context.stop(.shutdownBecause(meter.count))
            }
        }

        struct Count: ServerCall {
            func handle(_ meter: inout Meter, _ context: Context<Meter>) -> Int { meter.count }
        }
    }

    /// A server that stands still in the second of so many casts, all of which were waiting.
    private func startStanding(_ count: Int, _ second: Gate) async throws -> ServerRef<Meter> {
        let first = Gate()
        let meter = try await Meter.start([1: first, 2: second])
        meter.cast(Meter.Step())
        try await first.reached.next()
        for _ in 1..<count { meter.cast(Meter.Step()) }
        first.open()
        try await second.reached.next()
        return meter
    }

    @Test("those that were taken together still count as waiting, and are shown")
    func shown() async throws {
        try await withOwnPool(threads: 2) { _ in
            let gate = Gate()
            let meter = try await startStanding(40, gate)
            let info = meter.id.info
            #expect(info?.messageQueueLength == 38)
            #expect(info?.messages.count == 38)
            #expect(info?.messagesHandled == 2)
            gate.open()
            #expect(try await meter.call(Meter.Count()) == 40)
            #expect(meter.id.info?.messageQueueLength == 0)
        }
    }

    @Test("after a kill none of them is handled")
    func killed() async throws {
        try await withOwnPool(threads: 2) { system in
            let gate = Gate()
            let third = Gate()
            let first = Gate()
            let meter = try await Meter.start([1: first, 2: gate, 3: third])
            meter.cast(Meter.Step())
            try await first.reached.next()
            for _ in 0..<40 { meter.cast(Meter.Step()) }
            first.open()
            try await gate.reached.next()
            meter.id.kill()
            gate.open()
            await system.waitForLingering()
            #expect(third.reached.recorded.isEmpty)
            #expect(system.count == 0)
        }
    }

    @Test("after a stop none of them is handled")
    func stopped() async throws {
        try await withOwnPool(threads: 2) { _ in
            let first = Gate()
            let meter = try await Meter.start([1: first])
            meter.cast(Meter.Step())
            try await first.reached.next()
            for _ in 0..<20 { meter.cast(Meter.Step()) }
            meter.cast(Meter.End())
            for _ in 0..<20 { meter.cast(Meter.Step()) }
            first.open()
            #expect(await meter.id.exitReason() == .shutdownBecause(21))
        }
    }

    @Test("a suspension stands in their order")
    func suspended() async throws {
        try await withOwnPool(threads: 2) { _ in
            let gate = Gate()
            let meter = try await startStanding(20, gate)
            async let suspension: Void = meter.id.sys.suspend()
            // The request comes after the casts that wait already, and before those that are sent when it is done.
            gate.open()
            try await suspension
            for _ in 0..<20 { meter.cast(Meter.Step()) }
            #expect(meter.id.info?.messageQueueLength == 20)
            #expect(try await meter.sys.withState { $0.count } == 20)
            try await meter.id.sys.resume()
            #expect(try await meter.call(Meter.Count()) == 40)
        }
    }

    @Test("more than fit into one batch keep their order, with calls between them")
    func order() async throws {
        try await withOwnPool(threads: 2) { _ in
            let gate = Gate()
            let meter = try await startStanding(500, gate)
            async let before = meter.call(Meter.Count(), timeout: nil)
            gate.open()
            #expect(try await before == 500)
        }
    }
}
