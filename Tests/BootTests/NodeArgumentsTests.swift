import ControlServer
import Posix
import Testing

@testable import Boot

@Suite("The flags of a node, vm.args,")
struct NodeArgumentsTests {
    private func parse(_ text: String) throws -> NodeArguments {
        try NodeArgumentsParser.parse(text, file: "vm.args")
    }

    @Test("hold nothing when there are only comments and blank lines")
    func nothing() throws {
        #expect(try parse("# a comment\n\n   # another\n") == NodeArguments())
    }

    @Test("begin with one dash or two")
    func dashes() throws {
        #expect(try parse("-evaluation calls").evaluation == .calls)
        #expect(try parse("--evaluation off").evaluation == .off)
    }

    @Test("set variables, with spaces where the value is quoted")
    func variables() throws {
        let arguments = try parse(
            """
            -env LOG_LEVEL debug   # as long as we look for the fault
            --env GREETING "hello, \\"world\\" # no comment"
            --env PATTERN 'a\\b' --env SPACE one\\ word
            """
        )
        #expect(
            arguments.environment == [
                .init(name: "LOG_LEVEL", value: "debug"),
                .init(name: "GREETING", value: "hello, \"world\" # no comment"),
                .init(name: "PATTERN", value: "a\\b"),
                .init(name: "SPACE", value: "one word"),
            ]
        )
    }

    @Test("set limits")
    func limits() throws {
        let arguments = try parse(
            """
            --socket-frame-limit 65536 --socket-connections 10 --socket-idle-timeout 2.5
            --open-files 4096 --core-size unlimited
            """
        )
        #expect(arguments.frameLimit == 65536)
        #expect(arguments.connectionLimit == 10)
        #expect(arguments.idleLimit == 2.5)
        #expect(arguments.openFiles == 4096)
        #expect(arguments.coreSize == ResourceLimit.unlimited)
    }

    @Test("end with the program's own arguments after two dashes")
    func programArguments() throws {
        let arguments = try parse("-- --verbose 'two words' # said\n--evaluation calls")
        #expect(arguments.arguments == ["--verbose", "two words"])
        #expect(arguments.evaluation == .calls)
    }

    static let mistakes: [(text: String, message: String)] = [
        ("\n-evaluaton full", "vm.args:2: unknown flag '-evaluaton'; did you mean '--evaluation'?"),
        ("-evaluation some", "vm.args:1: 'some' does not fit '-evaluation'; use full, calls or off"),
        ("-evaluation -env", "vm.args:1: '-evaluation' lacks a value; write --evaluation full|calls|off"),
        ("-env NAME", "vm.args:1: '-env' lacks a value; write --env NAME VALUE"),
        (
            "-env 1X y",
            "vm.args:1: '1X' does not fit '-env'; use a name of letters, digits and '_' that does not begin with a digit"
        ),
        ("-open-files 0", "vm.args:1: '0' does not fit '-open-files'; use a whole number from 16 on"),
        ("\n\nhello", "vm.args:3: 'hello' belongs to no flag; quote a value that holds spaces"),
        ("-env A \"b\n\n", "vm.args:1: a quote \" is opened here and never closed"),
        ("-config sys", "vm.args:1: '-config' is not a flag here; set RELEASE_SYS_CONFIG in env.sh instead"),
    ]

    @Test("are refused with the place and a way out", arguments: mistakes)
    func mistake(text: String, message: String) {
        let error = #expect(throws: NodeArgumentsError.self) { try NodeArgumentsParser.parse(text, file: "vm.args") }
        #expect(error?.description == message)
    }
}
