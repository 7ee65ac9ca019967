import ControlProtocol
import ControlSocket
import JSONValues
import Posix
import TestSupport
import Testing

@Suite("The control socket of a node", .ownThread, .serialized, .timeLimit(.minutes(3)))
struct NodeControlTests {
    private func runningNode(_ variables: [String: String] = [:]) throws -> FixtureNode {
        let node = try FixtureNode(variables)
        try #require(try node.report() == "ready\n")
        return node
    }

    @Test("REL-085 answers who the node is, what it runs, and stops it with 0")
    func statusAndStop() throws {
        let node = try runningNode(["RELEASE_VSN": "1.0.0", "RELEASE_NODE": "shop_1"])
        let status = try node.call("status")
        #expect(status["node"] == "shop_1")
        #expect(status["pid"]?.asInt == Int(node.pid))
        #expect(status["state"] == "running")
        #expect(status["applications"]?.asArray?.map { $0["name"] } == ["store", "shop"])
        #expect(status["applications"]?[1]?["version"] == "1.0.0")
        #expect(try node.call("ping") == "pong")
        #expect(try node.call("stop")["pid"]?.asInt == Int(node.pid))
        #expect(try node.wait() == .exited(0))
        #expect(try node.output().last == "store stopped")
    }

    @Test("REL-R1 REL-085 evaluates in the running node and returns what was printed")
    func evaluation() throws {
        let node = try runningNode()
        let client = try node.connect()
        var printed = ""
        let result = try client.call(
            "eval",
            ["expression": "Shop.greet(name: \"Ada\"); Shop.sum(1, 2)"],
            until: .after(seconds: 20)
        ) { printed += $0.params["text"]?.asString ?? "" }
        #expect(printed == "hello, Ada\n")
        #expect(result == ["text": "3", "json": 3])
    }

    @Test("REL-R5 hands through the status that the code asks for, without a word")
    func askedStatus() throws {
        let node = try runningNode()
        let error = try node.failure(of: "eval", ["expression": "Shop.exit(7)"])
        #expect(error?.exit == 7)
        #expect(error?.message.isEmpty == true)
        #expect(try node.evaluate("Shop.exit(0)") == ["text": ""])
        let thrown = try node.failure(of: "eval", ["expression": "Shop.fail()"])
        #expect(thrown?.exit == 1)
        #expect(thrown?.message == "Shop.fail() threw ShopError: sold out")
    }

    @Test("says of an evaluation that fails while the node stops that this is not the time, beside why it failed")
    func failureAtStop() throws {
        // The shop ends when its time is over.
        let node = try runningNode(["FIXTURE_STOP": "late", "RELEASE_STOP_TIMEOUT": "60"])
        let client = try node.connect()
        let evaluation = try client.send("eval", ["expression": "Shop.failAtStop()"], until: .after(seconds: 20))
        _ = try client.send("stop", until: .after(seconds: 20))
        let error = #expect(throws: ControlClientError.self) {
            try client.answer(to: evaluation, until: .after(seconds: 60))
        }
        let reason = "node 'shop' (pid \(node.pid)) is stopping: Shop.failAtStop() threw ShopError: closed"
        #expect(error == .refused(.notNow(reason)))
    }

    @Test("stops with the status that its own code asks for")
    func statusOfItsOwn() throws {
        let node = try runningNode()
        _ = try node.evaluate("Node.stop(5)")
        #expect(try node.wait() == .exited(5))
        #expect(try node.output().last == "store stopped")
    }

    @Test("gives the code the caller's arguments")
    func arguments() throws {
        let node = try runningNode()
        let result = try node.call("eval", ["expression": "Node.arguments", "arguments": ["a", "b c"]])
        #expect(result["json"] == ["a", "b c"])
    }

    @Test("answers status, ping, a backtrace and evaluations while the task pool is wedged, and can end the node")
    func wedgedPool() throws {
        let node = try runningNode()
        _ = try node.evaluate("Shop.wedge()")
        #expect(try node.call("ping") == "pong")
        #expect(try node.call("status")["state"] == "running")
        #expect(try node.call("backtrace")["text"]?.asString?.contains("\"control-socket\"") == true)
        #expect(try node.evaluate("Shop.sum(1, 2)")["json"] == 3)
        _ = try? node.call("stop", ["force": true])  // the answer may not make it
        #expect(try node.wait() == .signaled(.terminate))
    }

    @Test("lets a slow reader slow its evaluation, and nothing else")
    func slowReader() throws {
        let node = try runningNode()
        let slow = try node.connect()
        _ = try slow.send("eval", ["expression": "Shop.shout(lines: 4000)"], until: .after(seconds: 20))
        for _ in 0..<20 {
            #expect(try node.evaluate("Shop.sum(1, 2)")["json"] == 3)
        }
        #expect(try node.call("status")["evaluations"]?[0]?["expression"] == "Shop.shout(lines: 4000)")
        slow.close()
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
    }

    @Test("cancels an evaluation on request, by its request's id or by the number that status shows")
    func cancellation() throws {
        let node = try runningNode()
        let client = try node.connect()
        let request = try client.send("eval", ["expression": "Shop.waitForever()"], until: .after(seconds: 20))
        #expect(try client.call("cancel", ["id": request.json], until: .after(seconds: 20)) == true)
        #expect(throws: ControlClientError.refused(.failed("the evaluation was cancelled"))) {
            try client.answer(to: request, until: .after(seconds: 20))
        }
        let other = try client.send("eval", ["expression": "Shop.waitForever()"], until: .after(seconds: 20))
        let status = try client.call("status", until: .after(seconds: 20))
        let number = try #require(status["evaluations"]?[0]?["id"])
        #expect(try node.failure(of: "cancel", ["id": number])?.message.contains("no evaluation") == true)
        #expect(try node.call("cancel", ["evaluation": number]) == true)
        #expect(throws: ControlClientError.self) { try client.answer(to: other, until: .after(seconds: 20)) }
    }

    @Test("runs an evaluation as a process: what it starts with a link ends with it, also when it is cancelled")
    func linkedToEvaluation() throws {
        let node = try runningNode()
        _ = try node.evaluate("Shop.openBranch()")
        #expect(try node.evaluate("Shop.branchEnd()")["json"] == "normal")
        let client = try node.connect()
        #expect(throws: ControlClientError.refused(.failed("the evaluation was cancelled"))) {
            try client.call("eval", ["expression": "Shop.keepBranch()"], until: .after(seconds: 20)) { _ in
                // It has printed something, so the supervisor is there.
                _ = try? node.call("cancel", ["evaluation": node.call("status")["evaluations"]?[0]?["id"] ?? 0])
            }
        }
        #expect(try node.evaluate("Shop.branchEnd()")["json"] == "shutdown")
    }

    @Test("takes one backtrace at a time, however many are asked for")
    func manyBacktraces() throws {
        let node = try runningNode()
        let client = try node.connect()
        let requests = try (0..<300).map { _ in try client.send("backtrace", until: .after(seconds: 20)) }
        var answered = 0
        for request in requests {
            // Those too many are refused.
            guard let answer = try? client.answer(to: request, until: .after(seconds: 20)) else { continue }
            answered += 1
            let threads = answer["text"]?.asString.flatMap { Int($0.prefix { $0 != " " }) }
            #expect(try #require(threads) < 40)
        }
        #expect(answered > 0)
    }

    @Test("shows only the beginning of a long expression")
    func longExpression() throws {
        let node = try runningNode()
        let client = try node.connect()
        let text = "Shop.waitForever()" + String(repeating: " ", count: 100_000)
        _ = try client.send("eval", ["expression": .string(text)], until: .after(seconds: 20))
        let status = try client.call("status", until: .after(seconds: 20))
        let shown = try #require(status["evaluations"]?[0]?["expression"]?.asString)
        #expect(shown.count == 1001 && shown.hasSuffix("…"))
    }

    @Test("lists a cancelled evaluation for as long as its code goes on")
    func stubbornEvaluation() throws {
        let node = try runningNode()
        let client = try node.connect()
        let request = try client.send("eval", ["expression": "Shop.block()"], until: .after(seconds: 20))
        try node.waitForOutput("blocking")
        _ = try client.call("cancel", ["id": request.json], until: .after(seconds: 20))
        client.close()
        #expect(try node.call("status")["evaluations"]?[0]?["expression"] == "Shop.block()")
        #expect(try node.evaluate("Shop.sum(1, 2)")["json"] == 3)
    }

    @Test("answers ready as soon as the applications run, or with why they do not")
    func ready() throws {
        let node = try runningNode()
        #expect(try node.call("ready") == true)
        let hanging = try FixtureNode(["FIXTURE_SHOP": "hang"])
        try hanging.waitForOutput("shop starting")
        let client = try hanging.connect()
        let request = try client.send("ready", until: .after(seconds: 20))
        try hanging.send(.terminate)
        #expect(throws: ControlClientError.self) { try client.answer(to: request, until: .after(seconds: 20)) }
        #expect(try hanging.wait() == .exited(0))
    }

    @Test("evaluates nothing, or calls only, when the node says so")
    func policy() throws {
        let off = try runningNode(["RELEASE_EVALUATION": "off"])
        #expect(try off.failure(of: "eval", ["expression": "Shop.sum(1, 2)"])?.exit == 78)
        let calls = try runningNode(["RELEASE_EVALUATION": "calls"])
        #expect(try calls.evaluate("Shop.sum(1, 2)")["json"] == 3)
        let message = try calls.failure(of: "eval", ["expression": "x", "mode": "swift"])?.message
        #expect(message?.contains("only calls are evaluated on this node") == true)
    }

    @Test("refuses what it does not know and what makes no sense")
    func mistakes() throws {
        let node = try runningNode()
        #expect(try node.failure(of: "nonsense")?.code == ControlError.Code.unknownMethod)
        #expect(try node.failure(of: "stop", ["force": "yes"])?.code == ControlError.Code.invalidParameters)
        #expect(try node.failure(of: "cancel", ["id": 4711])?.message.contains("no evaluation 4711 runs") == true)
        #expect(try node.failure(of: "restart")?.exit == 64)
    }
}
