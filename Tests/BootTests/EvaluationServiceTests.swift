import ControlProtocol
import ControlServer
import Expressions
import OutputCapture
import Synchronization
import Testing

@Suite("The evaluation service")
struct EvaluationServiceTests {
    private static let installed: Void = OutputCapture.install()

    private func makeService(_ policy: EvaluationPolicy = .full) throws -> EvaluationService {
        Self.installed
        var exports = Exports(namespace: "Desk")
        exports.add("sum(_:_:)") { (left: Int, right: Int) in left + right }
        exports.add("say(_:)") { (text: String) in print(text) }
        exports.add("repeat(_:count:)") { (text: String, count: Int) in print(String(repeating: text, count: count)) }
        // Never slept to its end: it is there to be cancelled.
        exports.add("wait()") { try await Task.sleep(for: .seconds(3600)) }
        exports.add("fail()") { throw DeskError() }
        exports.add("sayElsewhere(_:)") { (text: String) in await Task { print(text) }.value }
        return try EvaluationService(Evaluator([exports]), policy: policy, timer: DeadlineTimer())
    }

    @Test("REL-R1 REL-085 answers with the value, and hands over what is printed")
    func valueAndOutput() async throws {
        let service = try makeService()
        let listener = Listener()
        service.begin(EvaluationRequest("Desk.say(\"hello\"); Desk.sum(1, 2)"), for: listener.caller)
        #expect(await listener.outcome.text == "3")
        #expect(listener.output == ["hello\n"])
        #expect(service.running.isEmpty)
    }

    @Test("REL-R3 evaluates statements in order, and can be asked again and again")
    func order() async throws {
        let service = try makeService()
        for _ in 0..<3 {
            let listener = Listener()
            service.begin(EvaluationRequest("Desk.say(\"1\"); Desk.say(\"2\"); Desk.say(\"3\")"), for: listener.caller)
            _ = await listener.outcome
            #expect(listener.output.joined() == "1\n2\n3\n")
        }
    }

    @Test("REL-R4 answers a wrong number of arguments with the signature")
    func argumentCount() async throws {
        let listener = Listener()
        try makeService().begin(EvaluationRequest("Desk.sum(1)"), for: listener.caller)
        let message = await listener.outcome.message
        #expect(message.contains("Desk.sum takes 2 arguments, not 1: Desk.sum(Int, Int) -> Int"))
    }

    @Test("REL-R5 tells what the code threw")
    func thrown() async throws {
        let listener = Listener()
        try makeService().begin(EvaluationRequest("Desk.fail()"), for: listener.caller)
        #expect(await listener.outcome.message == "Desk.fail() threw DeskError: the desk is closed")
    }

    @Test("cuts long output into pieces of at most 64 KB")
    func pieces() async throws {
        let listener = Listener()
        let request = EvaluationRequest("Desk.repeat(\"äö\", count: 40000)")
        try makeService().begin(request, for: listener.caller)
        _ = await listener.outcome
        #expect(listener.output.count > 1)
        #expect(listener.output.allSatisfy { $0.utf8.count <= 64 * 1024 })
        #expect(listener.output.joined() == String(repeating: "äö", count: 40000) + "\n")
    }

    @Test("hands over what tasks of the evaluation print on other threads")
    func outputElsewhere() async throws {
        let listener = Listener()
        try makeService().begin(EvaluationRequest("Desk.sayElsewhere(\"far\")"), for: listener.caller)
        _ = await listener.outcome
        #expect(listener.output.joined() == "far\n")
    }

    @Test("lets other evaluations go on while a reader is slow")
    func slowReader() async throws {
        let service = try makeService()
        let gate = Gate()
        let slow = Listener { gate.wait() }
        service.begin(EvaluationRequest("Desk.say(\"x\")"), for: slow.caller)
        let quick = Listener()
        service.begin(EvaluationRequest("Desk.sum(2, 3)"), for: quick.caller)
        #expect(await quick.outcome.text == "5")
        #expect(service.running.count == 1)
        gate.open()
        _ = await slow.outcome
    }

    @Test("ends an evaluation that is cancelled")
    func cancellation() async throws {
        let service = try makeService()
        let listener = Listener()
        service.begin(EvaluationRequest("Desk.wait()"), for: listener.caller)
        let running = try #require(service.running.first)
        #expect(running.expression == "Desk.wait()")
        #expect(service.cancel(running.id))
        #expect(await listener.outcome.isCancelled)
    }

    @Test("answers when the time of an evaluation is over")
    func deadline() async throws {
        let listener = Listener()
        let request = EvaluationRequest("Desk.wait()", limit: .milliseconds(5))
        try makeService().begin(request, for: listener.caller)
        #expect(await listener.outcome.isOverdue)
    }

    static let refusals: [(policy: EvaluationPolicy, text: String, refusal: EvaluationRefusal)] = [
        (.off, "1", .off), (.calls, "let x = try await foo { 1 }", .onlyCalls),
        (.full, "let x = try await foo { 1 }", .noSwift(names: ["Desk"])),
    ]

    @Test("refuses what is not allowed or not possible", arguments: refusals)
    func refusal(policy: EvaluationPolicy, text: String, refusal: EvaluationRefusal) async throws {
        let listener = Listener()
        try makeService(policy).begin(EvaluationRequest(text), for: listener.caller)
        #expect(await listener.outcome.refusal == refusal)
    }
}

private struct DeskError: Error, CustomStringConvertible {
    var description: String { "the desk is closed" }
}
