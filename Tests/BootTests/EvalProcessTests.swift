import ConfigurationProviders
import JSONValues
import Posix
import TestSupport
import Testing

@Suite("eval in a fresh instance", .ownThread, .serialized, .timeLimit(.minutes(3)))
struct EvalProcessTests {
    private func evaluate(
        _ words: [String],
        _ variables: [String: String] = [:],
        input: String = ""
    ) throws -> (status: Int32, output: String, errors: String) {
        let directory = try TemporaryDirectory()
        let program = try BuiltProducts.program("BootFixture")
        try directory.write(input, to: "in")
        var environment = FixtureNode.baseEnvironment.merging(variables) { $1 }
        environment["RELEASE_COMMAND"] = "eval"
        let streams = [
            try FileDescriptor.open(directory.path("in")),
            try FileDescriptor.open(directory.path("out"), .write, options: .create),
            try FileDescriptor.open(directory.path("err"), .write, options: .create),
        ]
        defer { for stream in streams { stream.close() } }
        var child = Subprocess(program, words, environment: environment)
        child.descriptors = [0: streams[0], 1: streams[1], 2: streams[2]]
        child.workingDirectory = directory.path
        let status = try Children.wait(for: try child.start())
        return (status.shellCode, try directory.text(of: "out"), try directory.text(of: "err"))
    }

    static let statuses: [(expression: String, status: Int32, output: String)] = [
        ("Shop.sum(1, 2)", 0, "3\n"), ("Shop.greet(name: \"Ada\")", 0, "hello, Ada\n"), ("Shop.exit(7)", 7, ""),
        ("Shop.exit(0)", 0, ""), ("Node.exit(3)", 3, ""), ("Shop.fail()", 1, ""), ("Shop.sum(1)", 1, ""),
        ("Shop.nope()", 1, ""), ("Shop.mainActor()", 0, "true\n"), ("Node.state", 0, "\"loaded\"\n"),
    ]

    @Test(
        "REL-086 prints the value alone, starts nothing, and ends with the status of what happened",
        arguments: statuses
    )
    func status(expression: String, status: Int32, output: String) throws {
        let result = try evaluate(["--", expression])
        #expect(result.status == status)
        #expect(result.output == output)
    }

    @Test("REL-R4 REL-R5 tells on standard error what was thrown or wrong")
    func messages() throws {
        #expect(try evaluate(["--", "Shop.fail()"]).errors == "error: Shop.fail() threw ShopError: sold out\n")
        #expect(
            try evaluate(["--", "Shop.sum(1)"]).errors.contains("takes 2 arguments, not 1: Shop.sum(Int, Int) -> Int")
        )
        #expect(try evaluate(["--", "Shop.exit(3)"]).errors.isEmpty)
    }

    @Test("REL-086 gives the code what follows the expression, and JSON on request")
    func arguments() throws {
        let result = try evaluate(["--json", "--", "Shop.arguments()", "a", "b c", "--d"])
        #expect(result.output == "[\"a\",\"b c\",\"--d\"]\n")
    }

    @Test("ends at the quit key, without a crash report")
    func quit() throws {
        let variables = ["RELEASE_COMMAND": "eval", "SWIFT_BACKTRACE": "enable=yes,interactive=no"]
        let process = try FixtureNode(variables, arguments: ["--", "Shop.block()"])
        try process.waitForOutput("blocking")
        try process.send(.quit)
        #expect(try process.wait() == .signaled(.quit))
        #expect(try process.log().isEmpty)
    }

    @Test("reads the text from a file or from standard input")
    func sources() throws {
        #expect(try evaluate(["--file", "-", "--"], input: "Shop.sum(2, 3)\n").output == "5\n")
        #expect(try evaluate(["--file", "in", "--"], input: "Shop.sum(2, 3)\n").output == "5\n")
    }

    @Test("REL-086 can start an application itself, with what it depends on")
    func startsApplications() throws {
        let result = try evaluate(["--", "Node.ensureStarted(\"shop\")"])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("store starting\nstore started\nshop starting\n"))
        #expect(
            result.output.hasSuffix(
                "[\"store\", \"shop\"]\nshop stopping\nshop stopped\nstore stopping\nstore stopped\n"
            )
        )
    }

    @Test("starts the applications first where the clean boot script is the usual one")
    func bootScript() throws {
        let result = try evaluate(["--", "Shop.sum(1, 2)"], ["RELEASE_BOOT_SCRIPT_CLEAN": "start"])
        #expect(
            result.output == """
                store starting
                store started
                shop starting
                shop started
                port 8080
                3
                shop stopping
                shop stopped
                store stopping
                store stopped

                """
        )
        #expect(result.status == 0)
        #expect(try evaluate(["--", "Shop.sum(1, 2)"], ["RELEASE_BOOT_SCRIPT": "start"]).output == "3\n")
    }

    @Test("REL-086 runs the providers of a release, starts nothing, and keeps nothing")
    func providers() throws {
        var recipe = ConfigurationRecipe()
        (recipe.providers, recipe.keeping) = ([FixtureRelease.ledger], .kept)
        let release = try FixtureRelease(runtime: ["shop": ["port": "${PORT:-5}"]], recipe: recipe)
        let result = try evaluate(["--", "Shop.motto()"], release.variables)
        #expect(result.output == "ledger loads over size 3\n\"waste not\"\n")
        #expect(result.status == 0)
        #expect(try Files.names(in: release.directory.path("tmp")).isEmpty)
        let failed = try evaluate(["--", "Shop.motto()"], release.variables.merging(["FIXTURE_LEDGER": "fail"]) { $1 })
        #expect(failed.status == 78)
        #expect(failed.errors.hasPrefix("error: the configuration provider 'ledger' failed: "))
        let limits = ["FIXTURE_LEDGER": "block", "RELEASE_PROVIDER_TIMEOUT": "0.2"]
        #expect(try evaluate(["--", "Shop.motto()"], release.variables.merging(limits) { $1 }).status == 78)
    }

    @Test("knows the cookie of the environment, and does without")
    func cookie() throws {
        #expect(try evaluate(["--", "Shop.cookie()"], ["RELEASE_COOKIE": "abc"]).output.contains("abc"))
        #expect(try evaluate(["--", "Shop.cookie()"]).output == "nil\n")
    }

    @Test("ends with 64, 78 or 124 when called wrongly, configured wrongly, or too slow")
    func otherStatuses() throws {
        #expect(try evaluate([]).status == 64)
        #expect(try evaluate(["--nope", "x"]).status == 64)
        #expect(try evaluate(["--swift", "--", "1 + 2"]).status == 64)
        #expect(try evaluate(["--", "Shop.sum(1, 2)"], ["RELEASE_SYS_CONFIG": "/nowhere"]).status == 78)
        #expect(try evaluate(["--timeout", "0.05", "--", "Shop.waitForever()"]).status == 124)
        #expect(try evaluate(["--timeout", "0.05", "--", "Shop.spin()"]).status == 124)
    }
}
