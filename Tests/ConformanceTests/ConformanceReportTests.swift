import HostSystem
import JSONValues
import TestSupport
import Testing

@Suite("The conformance report", .ownThread)
struct ConformanceReportTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write("REL-001\tT\tone\nREL-002\tT\ttwo\nREL-R1\tT\tthree\nGEN-001\tS\tfour\n", to: "ids.tsv")
        try directory.write("# none\n", to: "exceptions.tsv")
        try directory.write("GEN\tprocesses\n", to: "open.tsv")
    }

    /// What came of a test: the symbol that the event stream gives it, or nil when it never ended.
    private func record(_ tests: [(title: String, symbol: String?)], ended: Bool = true) throws {
        var lines: [JSONValue] = []
        for (number, test) in tests.enumerated() {
            let payload: JSONValue = [
                "kind": "function", "id": .string("T\(number)"), "name": "f()", "displayName": .string(test.title),
            ]
            lines.append(["kind": "test", "version": 0, "payload": payload])
            guard let symbol = test.symbol else { continue }
            let event: JSONValue = [
                "kind": "testEnded", "testID": .string("T\(number)"),
                "messages": [["symbol": .string(symbol), "text": ""]],
            ]
            lines.append(["kind": "event", "version": 0, "payload": event])
        }
        if ended { lines.append(["kind": "event", "version": 0, "payload": ["kind": "runEnded", "messages": []]]) }
        try directory.write(lines.map { $0.text() + "\n" }.joined(), to: "events.jsonl")
    }

    private func report() throws -> (status: Int32, output: String, errors: String) {
        let script = BuiltProducts.packageRoot() + "/Tests/Conformance/report"
        let result = try runProgram(
            script,
            ["--tables", directory.path, directory.path("events.jsonl"), directory.path("result.json")]
        )
        return (result.status.code, result.outputText, result.errorText)
    }

    private func result() throws -> JSONValue {
        try JSONValue(parsing: directory.text(of: "result.json"))
    }

    @Test("is content when every id is named by a passing test, excepted or open")
    func complete() throws {
        try directory.write("REL-002\tno such thing here\n", to: "exceptions.tsv")
        try record([("REL-001 and REL-R1 are shown", "pass"), ("something else", "fail")])
        let report = try report()
        #expect(report.status == 0, "\(report.errors)")
        #expect(report.output.contains("REL      2         3         1         0         0"))
        #expect(
            try result()["REL"] == ["total": 3, "covered": 2, "excepted": 1, "open": 0, "missing": []]
        )
        #expect(try result()["GEN"] == ["total": 1, "covered": 0, "excepted": 0, "open": 1, "missing": []])
    }

    @Test(
        "does not count a test that did not pass",
        arguments: ["fail", "skip", "passWithKnownIssue", nil] as [String?]
    )
    func notPassed(symbol: String?) throws {
        try record([("REL-001", "pass"), ("REL-R1", "pass"), ("REL-002 is claimed", symbol)])
        let report = try report()
        #expect(report.status == 1)
        #expect(report.errors.contains("no passing test names REL-002: two"))
        #expect(try result()["REL"]?["missing"] == ["REL-002"])
    }

    @Test("takes an id for open when its section or range is")
    func ranges() throws {
        try directory.write("GEN\tprocesses\nREL-001..REL-002\tapplications\n", to: "open.tsv")
        try record([("REL-R1", "pass")])
        #expect(try report().status == 0)
        #expect(try result()["REL"]?["open"] == 2)
    }

    static let mistakes: [(exceptions: String, open: String, message: String)] = [
        ("REL-001\twhy\n", "GEN\tprocesses\n", "REL-001 is excepted although a passing test names it"),
        ("REL-002\t \n", "GEN\tprocesses\n", "exceptions.tsv gives no reason for REL-002"),
        ("REL-002\n", "GEN\tprocesses\n", "exceptions.tsv gives no reason for REL-002"),
        ("REL-003\twhy\n", "GEN\tprocesses\n", "exceptions.tsv names REL-003, which ids.tsv does not have"),
        ("REL-002\ta\nREL-002\tb\n", "GEN\tprocesses\n", "exceptions.tsv names REL-002 more than once"),
        ("GEN-001\twhy\n", "GEN\tprocesses\n", "GEN-001 is both excepted and open"),
        ("REL-002\twhy\n", "GEN\n", "open.tsv names no issue for GEN"),
        ("REL-002\twhy\n", "GEN\tprocesses\nXYZ\tlater\n", "open.tsv names XYZ, which selects no id"),
    ]

    @Test("finds tables that contradict the tests or themselves", arguments: mistakes)
    func tables(exceptions: String, open: String, message: String) throws {
        try directory.write(exceptions, to: "exceptions.tsv")
        try directory.write(open, to: "open.tsv")
        try record([("REL-001", "pass"), ("REL-R1", "pass")])
        let report = try report()
        #expect(report.status == 1)
        #expect(report.errors.contains(message), "\(report.errors)")
    }

    @Test("finds an id in a title that the list does not have")
    func unknownID() throws {
        try directory.write("REL-002\twhy\n", to: "exceptions.tsv")
        try record([("REL-001 REL-R1", "pass"), ("REL-999 UTF-008", "pass")])
        let report = try report()
        #expect(report.status == 1)
        #expect(report.errors == "error: a test names REL-999, which ids.tsv does not have\n")
    }

    @Test("does not trust a run that broke off, or that left no events")
    func brokenRun() throws {
        try directory.write("REL-002\twhy\n", to: "exceptions.tsv")
        try record([("REL-001 REL-R1", "pass")], ended: false)
        let report = try report()
        #expect(report.errors == "error: the test run did not come to its end; run: make test\n")
        let missing = try runProgram(
            BuiltProducts.packageRoot() + "/Tests/Conformance/report",
            ["/nowhere/events.jsonl"]
        )
        #expect(missing.status.code == 66)
        #expect(missing.errorText == "error: there is no /nowhere/events.jsonl; run: make test\n")
    }
}
