import HostSystem
import TestSupport
import Testing

@Suite("A terminal")
struct TerminalTests {
    static let colorRules: [(isTerminal: Bool, environment: [String: String], hasColors: Bool)] = [
        (true, [:], true),
        (false, [:], false),
        (true, ["NO_COLOR": "1"], false),
        (true, ["NO_COLOR": ""], true),
        (true, ["CLICOLOR": "0"], false),
        (false, ["CLICOLOR_FORCE": "1"], true),
        (false, ["CLICOLOR_FORCE": "0"], false),
        (true, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
    ]

    @Test("gets colours as the usual variables say", arguments: colorRules)
    func colors(isTerminal: Bool, environment: [String: String], hasColors: Bool) {
        #expect(Terminal.wantsColors(isTerminal: isTerminal, environment: environment) == hasColors)
    }

    @Test("is none where a pipe is")
    func pipe() {
        let terminal = Terminal(descriptor: -1, environment: ["TERM": "xterm"])
        #expect(terminal == .none)
        #expect(terminal.styled("text", .red) == "text")
    }

    @Test("shows styles as escape sequences where colours are wanted")
    func styles() {
        #expect(Terminal(isInteractive: true, hasColors: true).styled("no", .red) == "\u{1B}[31mno\u{1B}[0m")
    }
}

@Suite("A question")
struct QuestionTests {
    static let answers: [(lines: [String], presumed: Bool, result: Bool)] = [
        (["y"], false, true), (["YES "], false, true), (["n"], true, false), ([""], false, false), ([""], true, true),
        (["what?", "no"], true, false),
    ]

    @Test("takes yes, no, and nothing for what is presumed", arguments: answers)
    func takes(lines: [String], presumed: Bool, result: Bool) throws {
        let output = MemoryOutput()
        let question = Question("Replace it?", presumed: presumed, alternative: "pass --overwrite")
        #expect(try question.ask(reading: PreparedInput(lines), writing: output) == result)
        #expect(output.text.hasPrefix("Replace it? [\(presumed ? "Y/n" : "y/N")] "))
    }

    @Test("that nobody answers is an error saying how to do without", arguments: [[], ["a", "b", "c", "y"]])
    func unanswered(lines: [String]) {
        let question = Question("Replace it?", alternative: "pass --overwrite")
        let error = #expect(throws: HostError.self) {
            try question.ask(reading: PreparedInput(lines), writing: MemoryOutput())
        }
        #expect(error?.description == "no answer to 'Replace it?'; pass --overwrite")
    }
}
