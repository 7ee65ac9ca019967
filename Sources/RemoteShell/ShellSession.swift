import ControlProtocol
import ControlSocket
import NodeControl
import Posix

/// A conversation with a node: line by line, with a prompt on a terminal, as a script otherwise.
struct ShellSession {
    let settings: NodeSettings
    let seconds: Double
    let isInteractive: Bool
    /// Delivers Ctrl-C, on a terminal.
    let interrupts: SignalDescriptor?
    private var reader = LineReader(.standardInput)
    private var number = 1

    init(settings: NodeSettings, seconds: Double, isInteractive: Bool, interrupts: SignalDescriptor?) {
        self.settings = settings
        self.seconds = seconds
        self.isInteractive = isInteractive
        self.interrupts = interrupts
    }

    /// Evaluates lines until the input ends, the node does, or a line of a script fails.
    mutating func run() throws(NodeControlError) -> Int32 {
        let node = try NodeInspector(settings: settings).requireRunning(
            seconds: settings.deadlines.greeting(within: seconds)
        )
        guard let client = node.client else { throw .noSocket(node: settings.node) }
        client.close()
        if isInteractive { welcome() }
        while let line = try nextLine(node.condition.pid) {
            let text = line.trimmed
            if text.isEmpty { continue }
            if text == ":quit" || text == ":q" { break }
            if text == ":help" {
                ShellOutput.note(Self.help)
                continue
            }
            number += 1
            let status = try evaluate(text)
            if isInteractive, status != ExitCode.done.rawValue, Self.wishes.contains(text) {
                ShellOutput.note("note: ':quit' leaves the shell, ':help' says what works in it")
            }
            if !isInteractive, status != ExitCode.done.rawValue { return status }
        }
        return ExitCode.done.rawValue
    }

    private func welcome() {
        ShellOutput.note(
            "Connected to node \(settings.node). Ctrl-C ends an evaluation, Ctrl-D leaves the shell, :help says more."
        )
    }

    private static let help = """
        An expression is evaluated in the node, and its value shown. A name alone lists what is exported under it:
          Node
        Ctrl-C ends an evaluation; Ctrl-D or :quit leaves the shell, and the node goes on.
        """

    /// What is often tried; nothing forbids a program to give it a meaning.
    private static let wishes: Set<String> = ["help", "?", "exit", "quit"]

    private func evaluate(_ text: String) throws(NodeControlError) -> Int32 {
        let evaluation = ShellEvaluation(settings: settings, seconds: seconds, interrupts: interrupts)
        do throws(NodeControlError) {
            try evaluation.run(text)
            return ExitCode.done.rawValue
        } catch {
            // A node that is not there any more ends the shell; everything else is about this line.
            guard case .refused = error else { throw error }
            ShellOutput.complain(error.description)
            return error.exitCode
        }
    }

    // MARK: - Lines

    private mutating func nextLine(_ pid: Int32?) throws(NodeControlError) -> String? {
        do throws(PosixError) {
            guard isInteractive else { return try reader.next() }
            ShellOutput.prompt("\(settings.node)(\(number))> ")
            let process = try pid.map { (pid) throws(PosixError) in try ProcessDescriptor(pid) }
            defer { process?.close() }
            while !reader.hasLine {
                var poll = Poll()
                let input = poll.add(.standardInput, for: .readable)
                let interrupt = interrupts.map { poll.add($0.descriptor, for: .readable) }
                let end = process.map { poll.add($0.descriptor, for: .readable) }
                _ = try poll.wait()
                if let end, !poll[end].isEmpty { throw PosixError(call: "poll", code: .noSuchProcess) }
                if let interrupt, !poll[interrupt].isEmpty {
                    _ = try interrupts?.next()
                    ShellOutput.prompt("\n\(settings.node)(\(number))> ")
                }
                if !poll[input].isEmpty { try reader.fill() }
            }
            let line = try reader.next()
            if line == nil { ShellOutput.prompt("\n") }
            return line
        } catch  where error.code == .noSuchProcess {
            ShellOutput.prompt("\n")
            throw .condition(.down, node: settings.node)
        } catch {
            throw .input(error)
        }
    }
}

extension String {
    /// The text without blanks at either end.
    fileprivate var trimmed: String {
        let blanks: Set<Character> = [" ", "\t", "\r"]
        let start = drop { blanks.contains($0) }
        return String(start.reversed().drop { blanks.contains($0) }.reversed())
    }
}
