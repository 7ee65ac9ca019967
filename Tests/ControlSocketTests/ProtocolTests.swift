import ControlProtocol
import JSONValues
import Testing

@Suite("The control protocol")
struct ProtocolTests {
    private func lines(_ chunks: [String], limit: Int = 100) throws -> [String] {
        var decoder = LineDecoder(limit: limit)
        var lines: [String] = []
        for chunk in chunks {
            [UInt8](chunk.utf8).withUnsafeBytes { decoder.append($0) }
            while let line = try decoder.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        }
        return lines + [String(decoding: decoder.rest(), as: UTF8.self)]
    }

    @Test("cuts lines wherever the bytes were cut")
    func lineDecoder() throws {
        #expect(try lines(["a\nb\n"]) == ["a", "b", ""])
        #expect(try lines(["a", "b\n\nc", "d"]) == ["ab", "", "cd"])
        #expect(try lines(["12345\n1234", "5", "\n"], limit: 5) == ["12345", "12345", ""])
        #expect(throws: OversizedLine(limit: 5)) { try lines(["123456\n"], limit: 5) }
        #expect(throws: OversizedLine(limit: 5)) { try lines(["123", "456"], limit: 5) }
    }

    @Test("reads what it writes")
    func messages() throws {
        let request = ControlRequest(id: RequestID("a"), method: "eval", params: ["expression": "1"])
        #expect(try ControlRequest(json: request.json) == request)
        let response = ControlResponse(id: RequestID(3), outcome: .failure(.deadline("too late")))
        #expect(ServerMessage(json: response.json) == .response(response))
        let notification = ControlNotification(method: "output", params: ["text": "x"])
        #expect(ServerMessage(json: notification.json) == .notification(notification))
        #expect(ServerMessage(json: ["jsonrpc": "2.0", "id": 1]) == nil)
        #expect(ServerMessage(json: 7) == nil)
        let greeting = NodeGreeting(name: "todo", node: "todo@a", version: "1.0.0", pid: 7, state: .booting)
        #expect(NodeGreeting(json: greeting.json) == greeting)
        let status = NodeStatus(
            greeting: greeting,
            uptimeMilliseconds: 5,
            applications: [.init(name: "todo", version: "1.0.0", state: "running")],
            evaluations: [.init(id: RequestID(1), expression: "f()", elapsedMilliseconds: 3)],
            connections: 2
        )
        #expect(NodeStatus(json: status.json) == status)
        let output = EvaluationOutput(id: RequestID(1), stream: .standardError, text: "x")
        #expect(EvaluationOutput(json: output.json) == output)
        let result = EvaluationResult(text: "1", value: 1)
        #expect(EvaluationResult(json: result.json) == result)
    }

    @Test("takes parameters by name and by position")
    func parameters() throws {
        let named = ControlRequest(id: nil, method: "eval", params: ["expression": "f()", "mode": "call"])
        #expect(try EvaluationParameters(named) == EvaluationParameters(expression: "f()", mode: .call))
        let positional = ControlRequest(id: nil, method: "eval", params: ["f()", nil, ["a"]])
        #expect(try EvaluationParameters(positional) == EvaluationParameters(expression: "f()", arguments: ["a"]))
    }

    static let badParameters: [(JSONValue?, String)] = [
        (nil, "'expression' is missing"),
        (["expression": 7], "'expression' must be a string, found a number"),
        (["expression": "f", "x": 1], "unknown parameter 'x'; 'eval' takes expression, mode, arguments"),
        (["f", "auto", [], 4], "too many parameters; 'eval' takes expression, mode, arguments"),
        (["f", "fast"], "unknown mode 'fast'; there are auto, call, swift"),
        (["f", "auto", [1]], "'arguments' must be an array of strings, found an array"),
    ]

    @Test("says what is wrong with parameters", arguments: badParameters)
    func badParameter(params: JSONValue?, message: String) {
        let request = ControlRequest(id: nil, method: "eval", params: params)
        #expect(throws: ControlError.invalidParameters(message)) { try EvaluationParameters(request) }
    }

    static let errors: [(ControlError, Int, Int32)] = [
        (.malformed(""), -32700, 64), (.invalidRequest(""), -32600, 64), (.unknownMethod(""), -32601, 64),
        (.invalidParameters(""), -32602, 64), (.fault(""), -32603, 70), (.failed(""), -32001, 1),
        (.failed("", exit: 9), -32001, 9), (.notNow(""), -32002, 75), (.refused(""), -32003, 78),
        (.deadline(""), -32004, 124), (.limit(""), -32005, 75),
    ]

    @Test("gives every error its code and its exit code", arguments: errors)
    func error(error: ControlError, code: Int, exit: Int32) {
        #expect(error.code == code)
        #expect(error.exit == exit)
        #expect(ControlError(json: error.json) == error)
    }

    static let heads: [(String, HTTPRequestHead?)] = [
        ("GET / HTTP/1.1\r\n\r\n", HTTPRequestHead(method: "GET", path: "/")),
        ("HEAD /a/b?c=d#e HTTP/1.0\nHost: x\n\n", HTTPRequestHead(method: "HEAD", path: "/a/b")),
        ("GET http://host/a HTTP/1.1\r\n\r\n", HTTPRequestHead(method: "GET", path: "/a")),
        ("GET / HTTP/1.1\r\nHost: x\r\n", nil),
    ]

    @Test("reads the head of an HTTP request", arguments: heads)
    func head(text: String, expected: HTTPRequestHead?) throws {
        #expect(HTTPRequestHead.begins(text.utf8) == true)
        #expect(try HTTPRequestHead.parse([UInt8](text.utf8)) == expected)
    }

    @Test("tells HTTP from JSON by the first bytes")
    func language() {
        #expect(HTTPRequestHead.begins("GE".utf8) == nil)
        #expect(HTTPRequestHead.begins("".utf8) == nil)
        #expect(HTTPRequestHead.begins("GETx".utf8) == false)
        #expect(HTTPRequestHead.begins("{".utf8) == false)
        #expect(HTTPRequestHead.begins("\n".utf8) == false)
        #expect(throws: HTTPError.malformed) { try HTTPRequestHead.parse([UInt8]("GET / FTP/1\n\n".utf8)) }
    }
}
