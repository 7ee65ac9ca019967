import ControlProtocol
import Testing

@testable import Boot

@Suite("The command line of eval")
struct EvalOptionsTests {
    @Test("REL-086 gives what follows the expression to the code")
    func arguments() throws {
        let options = try EvalOptions(["--", "Shop.sum(1, 2)", "a", "--json", "c"])
        #expect(options.source == .expression("Shop.sum(1, 2)"))
        #expect(options.arguments == ["a", "--json", "c"])
    }

    @Test("takes options before the expression")
    func options() throws {
        let options = try EvalOptions(["--json", "--call", "--timeout=1.5", "x"])
        #expect(options.printsJSON)
        #expect(options.mode == .call)
        #expect(options.limit == .seconds(1.5))
        #expect(options.source == .expression("x"))
    }

    @Test("reads the text from a file or from standard input")
    func sources() throws {
        #expect(try EvalOptions(["--file", "task.swift", "--", "a"]).source == .file("task.swift"))
        #expect(try EvalOptions(["--file=-", "--", "a"]).source == .standardInput)
        #expect(try EvalOptions(["--file", "-", "--", "a"]).arguments == ["a"])
    }

    static let mistakes: [(words: [String], error: EvalUsageError)] = [
        ([], .missingExpression), (["--"], .missingExpression), ([""], .missingExpression),
        (["--nope", "x"], .unknownOption("--nope")), (["--file"], .missingValue("--file")),
        (["--timeout", "soon", "x"], .badTimeout("soon")), (["--call", "--swift", "x"], .bothWays),
    ]

    @Test("is refused when it makes no sense", arguments: mistakes)
    func mistake(words: [String], error: EvalUsageError) {
        #expect(throws: error) { try EvalOptions(words) }
    }
}
