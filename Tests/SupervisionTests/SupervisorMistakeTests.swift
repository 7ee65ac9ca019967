import NodeLogging
import OTP
import ProcessTesting
import Processes
import Supervision
import Testing

@Suite("A mistake in a supervision tree", .timeLimit(.minutes(1)))
struct SupervisorMistakeTests {
    /// A world in which the starts of a test go wrong in every way.
    private func wrongStarts(_ gate: Probe<Void>) -> [(child: ChildSpec, text: String)] {
        let limited = ServerOptions(timeout: .seconds(2))
        return [
            (
                ChildSpec(id: "throws") { () -> ProcessID in throw Worker.Broken() },
                "failed: Broken()"
            ),
            (
                ChildSpec(id: "exits") { () -> ProcessID in throw ExitReason.shutdownBecause("no disk") },
                "shutdown because no disk"
            ),
            (
                Worker.child(
                    Worker.Plan(
                        "hangs",
                        start: { _ in
                            await gate.nextDespiteCancellation(); return true
                        }
                    ),
                    options: limited
                ),
                "failed: the server was not ready within 2.0 seconds and was killed; move long work into a continuation"
            ),
            (
                ChildSpec(id: "alone") { try await Worker.start(Worker.Plan("alone")) },
                "which is not linked; use startLink in it"
            ),
        ]
    }

    @Test("a start function that throws, hangs past its timeout or links nothing fails the start, and says why")
    func wrongStartFunctions() async throws {
        await withTestWorld { world in
            let gate = Probe<Void>()
            for (child, text) in wrongStarts(gate) {
                let starting = Task {
                    await #expect(throws: StartError.self) {
                        try await Supervisor.startLink(.oneForOne) {
                            Worker.Plan("before").child()
                            child
                        }
                    }
                }
                if child.id == "Worker" {
                    await world.timers(reach: 1)
                    world.clock.advance(by: .seconds(2))
                }
                let error = await starting.value
                let description = error.map { "\($0)" } ?? ""
                #expect(description.hasPrefix("the server did not start: shutdown because child '\(child.id)'"))
                #expect(description.hasSuffix(text), "\(description)")
            }
            gate.record(())
            await world.waitForLingering()
        }
    }

    @Test("the same start functions are typed errors when the child is added, and the supervisor goes on")
    func wrongStartFunctionsLater() async throws {
        try await withTestWorld { world in
            let gate = Probe<Void>()
            let supervisor = try await Supervisor.startLink(.oneForOne) { Worker.Plan("good").child() }
            let pool = try await DynamicSupervisor.startLink()
            for isPool in [false, true] {
                for (child, text) in wrongStarts(gate) {
                    let adding = Task {
                        await #expect(throws: SupervisorError.self) {
                            if isPool { try await pool.start(child) } else { try await supervisor.start(child) }
                        }
                    }
                    if child.id == "Worker" {
                        // A child of before that was killed has a timer, too: it warns when its code runs on.
                        await world.timers(reach: 1 + world.system.lingering.count)
                        world.clock.advance(by: .seconds(2))
                    }
                    let description = await adding.value.map { "\($0)" } ?? ""
                    #expect(description.hasSuffix(text.replacing("failed: ", with: "")), "\(description)")
                }
            }
            #expect(try await supervisor.counts == ChildCounts(specs: 1, active: 1, supervisors: 0, workers: 1))
            #expect(try await pool.counts.specs == 0)
            for _ in 0..<2 { gate.record(()) }
            await world.waitForLingering()
        }
    }

    @Test(
        "what is wrong in a description is said with what to do",
        arguments: [
            (SpecError.duplicateChild("a"), "two children have the id 'a'; give one of them another id"),
            (
                .permanentSignificantChild("a"),
                "child 'a' is significant and always restarted; make it transient or temporary"
            ),
            (
                .significantChildWithoutAutoShutdown("a"),
                "child 'a' is significant, but the supervisor never shuts down by itself; set autoShutdown"
            ),
            (.negativeShutdown("a", .seconds(-1)), "child 'a' has -1.0 seconds to end; use zero or more"),
            (.negativeRestarts(-2), "maxRestarts is -2; use zero or more"),
            (.periodNotPositive(.zero), "restarts are counted within 0.0 seconds; use a time above zero"),
            (.negativeMaxChildren(-3), "maxChildren is -3; use zero or more"),
            (.partitionsNotPositive(0), "partitions is 0; use one or more"),
            (
                .tooManyPartitions(9, limit: 5),
                "partitions is 9; use at most 5, or fewer partitions with more children each"
            ),
        ]
    )
    func wording(error: SpecError, text: String) {
        #expect(error.description == text)
        #expect(SupervisorError.invalid(error).description == text)
    }

    @Test("what a supervisor refuses is said with what to do")
    func refusals() async throws {
        try await withTestWorld { _ in
            let supervisor = try await Supervisor.startLink(.oneForOne) { Worker.Plan("one").child() }
            func text(_ ask: () async throws -> Void) async -> String {
                do {
                    try await ask()
                    return "nothing"
                } catch {
                    return "\(error)"
                }
            }
            #expect(await text { try await supervisor.delete("one") } == "the child runs; end it first")
            #expect(await text { try await supervisor.delete("two") } == "the supervisor has no such child")
            let one = try await supervisor.process("one")
            let again = await text { try await supervisor.start(Worker.Plan("one").child()) }
            #expect(again == "it runs already, as \(one)")
            try await supervisor.terminate("one")
            let known = await text { try await supervisor.start(Worker.Plan("one").child()) }
            #expect(known == "child 'one' is known and does not run; use restart or delete")
            let pool = try await DynamicSupervisor.startLink(maxChildren: 0)
            let full = await text { try await pool.start(Worker.Plan("one").child()) }
            #expect(full == "the supervisor has 0 children and may have no more")
            try await supervisor.stop()
            let gone = await text { try await supervisor.delete("one") }
            #expect(gone == "the supervisor did not answer: no such process; it has not started, or has ended")
        }
    }

    @Test("limits may be as large as numbers are, and partitions only as many as there can be processes")
    func extremeLimits() async throws {
        try await withTestWorld { world in
            let supervisor = try await Supervisor.startLink(
                .oneForOne,
                maxRestarts: .max,
                within: .seconds(Int64.max),
                backoff: Backoff(initial: .seconds(Int64.max), limit: .seconds(Int64.max) * 10)
            ) {
                Worker.Plan("one").child(shutdown: .after(.seconds(Int64.max)))
            }
            try await supervisor.end("one")
            await world.settle()
            #expect(try await supervisor.state("one") == .restarting)
            try await supervisor.stop()
            let pool = try await DynamicSupervisor.startLink(maxChildren: .max, maxRestarts: .max)
            _ = try await pool.start(Worker.Plan("one").child())
            for count in [Int.min, 0, 1_000_001, Int.max] {
                let error =
                    count > 0 ? SpecError.tooManyPartitions(count, limit: 1_000_000) : .partitionsNotPositive(count)
                await #expect(throws: StartError.failed(.failed(error))) {
                    try await PartitionSupervisor.startLink(partitions: count) { _ in
                        try await Worker.startLink(Worker.Plan("never"))
                    }
                }
            }
            let workers = try await PartitionSupervisor.startLink(partitions: 2) { _ in
                try await Worker.startLink(Worker.Plan("part"))
            }
            for count in [Int.min, Int.max] {
                await #expect(throws: PartitionError.outOfRange(count, limit: 2)) {
                    try await workers.resize(to: count)
                }
            }
        }
    }

    @Test(
        "a back-off of any size grows to its limit and no further",
        arguments: [
            (Backoff(initial: .seconds(1), limit: .seconds(30)), [1, 2, 4, 8, 16, 30, 30]),
            (Backoff(initial: .seconds(40), limit: .seconds(30)), [30, 30, 30, 30, 30, 30, 30]),
            (Backoff(initial: .zero, limit: .seconds(30)), [0, 0, 0, 0, 0, 0, 0]),
            (Backoff(initial: .seconds(-1), limit: .seconds(30)), [-1, -1, -1, -1, -1, -1, -1]),
            (Backoff(initial: .seconds(3), limit: .seconds(Int64.max)), [3, 6, 12, 24, 48, 96, 192]),
        ]
    )
    func backoff(backoff: Backoff, delays: [Int]) {
        #expect((0..<7).map { backoff.delay(after: $0) } == delays.map { .seconds($0) })
        #expect(backoff.delay(after: .max) <= backoff.limit)
    }

    @Test("a start function may return a process that is dead, that another child has, or the supervisor itself")
    func strangeProcesses() async throws {
        try await withTestWorld { world in
            let supervisor = try await Supervisor.startLink(.oneForOne, maxRestarts: 1) {
                Worker.Plan("one").child()
            }
            let one = try await supervisor.process("one")
            _ = try await supervisor.start(ChildSpec(id: "same", restart: .temporary) { one })
            await #expect(throws: SupervisorError.invalid(.notLinked("self", supervisor.id))) {
                try await supervisor.start(ChildSpec(id: "self") { [id = supervisor.id] in id })
            }
            let dead = spawn { _ in }
            _ = await dead.id.exitReason()
            _ = try await supervisor.start(ChildSpec(id: "dead", restart: .temporary) { dead })
            await world.settle()
            #expect(try await supervisor.state("dead") == nil)
            one.kill()
            await world.settle()
            #expect(try await supervisor.state("same") == nil)
            #expect(try await supervisor.counts.active == 1)
        }
    }
}
