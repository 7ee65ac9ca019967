import ControlProtocol
import ControlSocket
import Glibc
import JSONValues
import Posix

/// Answers as a node would, with results that tests can tell apart.
struct FakeHandler: ControlHandler {
    let mode: String

    private var state: NodeState {
        switch mode {
        case "booting": .booting
        case "stopping": .stopping
        default: .running
        }
    }

    private var greetingValue: NodeGreeting {
        NodeGreeting(
            name: Environment.value(of: "RELEASE_NAME") ?? "fake",
            node: Environment.value(of: "RELEASE_NODE") ?? "fake",
            version: "1.0.0",
            pid: CurrentProcess.id,
            state: state
        )
    }

    func greeting() -> JSONValue { greetingValue.json }

    func handle(_ request: ControlRequest, from peer: ControlPeer, reply: ControlReply) {
        guard let method = ControlMethod(rawValue: request.method) else {
            return reply.send(error: .unknownMethod(request.method))
        }
        switch method {
        case .ping: reply.send(result: "pong")
        case .ready: reply.send(result: true)
        case .status: reply.send(result: status.json)
        case .stop: stop(request, reply)
        case .restart: restart(reply)
        case .eval: evaluate(request, reply)
        case .cancel:
            reply.send(result: true)
            FakeEvaluations.shared.cancel()
        case .config:
            reply.send(result: [
                "text": "fake.ports = [1, 2]  ($PORTS)\nfake.token = <secret>",
                "keys": [
                    ["key": "fake.ports", "value": [1, 2], "origin": "$PORTS"], ["key": "fake.token", "secret": true],
                ],
            ])
        case .reload: reload(reply)
        case .backtrace, .reopenLog, .methods: reply.send(error: .refused("not played"))
        }
    }

    private func reload(_ reply: ControlReply) {
        switch mode {
        case "refusing": reply.send(error: .refused("config/runtime.yaml:2:9: fake.port: expected int"))
        case "doubtful":
            reply.send(result: ["changed": ["fake.prot"], "applications": [], "warnings": ["nothing reads fake.prot"]])
        case "unchanged": reply.send(result: ["changed": [], "applications": []])
        default: reply.send(result: ["changed": ["fake.port", "fake.host"], "applications": ["fake"]])
        }
    }

    func http(_ path: String) -> HTTPResponse { .notFound(path) }

    private var status: NodeStatus {
        NodeStatus(
            greeting: greetingValue,
            uptimeMilliseconds: 61_000,
            applications: [.init(name: "fake", version: "1.0.0", state: "running")],
            evaluations: [],
            connections: 1
        )
    }

    private func stop(_ request: ControlRequest, _ reply: ControlReply) {
        reply.send(result: ["pid": .int(Int(CurrentProcess.id))])
        let isForced = request.params?["force"]?.asBool ?? false
        if mode == "stubborn", !isForced { return }
        if isForced { _exit(137) }
        kill(CurrentProcess.id, SIGTERM)
    }

    private func restart(_ reply: ControlReply) {
        reply.send(result: ["pid": .int(Int(CurrentProcess.id))])
        if let launcher = Environment.value(of: "RELEASE_LAUNCHER_PID").flatMap({ Int32($0) }) {
            kill(launcher, SIGHUP)
            return
        }
        guard let script = Environment.value(of: "RELEASE_SCRIPT"),
            let lock = Environment.value(of: "RELEASE_LOCK_FD").flatMap({ Int32($0) }),
            let socket = Environment.value(of: "RELEASE_SOCKET")
        else { exit(70) }
        unlink(socket)
        _ = try? FileDescriptor.standardOutput.write("restarting\n")
        do {
            try FileDescriptor(rawValue: lock).setCloseOnExec(false)
            try CurrentProcess.execute(script, arguments: [script, "start"])
        } catch {
            exit(127)
        }
    }

    private func evaluate(_ request: ControlRequest, _ reply: ControlReply) {
        guard let parameters = try? EvaluationParameters(request) else {
            return reply.send(error: .invalidParameters("no expression"))
        }
        let words = parameters.expression.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = words.count > 1 ? words[1] : ""
        switch words.first {
        case "echo": reply.send(result: EvaluationResult(text: "\"\(rest)\"", value: .string(rest)).json)
        case "arguments":
            let text = parameters.arguments.joined(separator: "|")
            reply.send(result: EvaluationResult(text: text, value: nil).json)
        case "mode": reply.send(result: EvaluationResult(text: parameters.mode.rawValue, value: nil).json)
        case "void": reply.send(result: EvaluationResult(text: "", value: nil).json)
        case "print":
            let id = request.id?.json ?? .null
            reply.notify("output", ["id": id, "stream": "stdout", "text": "to the output\n"])
            reply.notify("output", ["id": id, "stream": "stderr", "text": "to the error output\n"])
            reply.send(result: EvaluationResult(text: "done", value: nil).json)
        case "fail": reply.send(error: .failed("it failed: \(rest)"))
        case "help", "quit": reply.send(error: .failed("there is no such word"))
        case "exit": reply.send(error: .failed("", exit: Int32(rest) ?? 1))
        case "begin":
            reply.notify("output", ["stream": "stdout", "text": "begun\n"])
            reply.onClose { _ = try? FileDescriptor.standardOutput.write("cancelled\n") }
            FakeEvaluations.shared.keep(reply)
        default: FakeEvaluations.shared.keep(reply)
        }
    }
}
