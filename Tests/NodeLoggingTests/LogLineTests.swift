import NodeLogging
import Posix
import Testing

@Suite("A line of the log")
struct LogLineTests {
    private let time = Timestamp(seconds: 1_795_208_002, nanoseconds: 123_999_999)

    @Test("holds time, level, label, metadata and message")
    func line() {
        let entry = LogEntry(
            level: .info,
            label: "todo",
            message: "listening",
            metadata: ["port": 5454, "host": "::1"]
        )
        #expect(
            LogLine(entry, at: time).text == "2026-11-20T20:53:22.123Z info todo: host=::1 port=5454 listening\n"
        )
    }

    @Test("has no time when somebody else stamps it")
    func noTime() {
        let entry = LogEntry(level: .critical, label: "a", message: "b")
        #expect(LogLine(entry, at: nil).text == "critical a: b\n")
    }

    @Test("quotes values that are not one word, and indents further lines of a message")
    func quoting() {
        let metadata: LogEntry.Metadata = ["a": "two words", "b": "", "c": "x\ny", "d": "\"q\"", "e": "ü"]
        let entry = LogEntry(level: .error, label: "l", message: "one\nerror fake: two\r\nthree", metadata: metadata)
        #expect(
            LogLine(entry, at: nil).text == """
                error l: a="two words" b="" c="x\\ny" d="\\"q\\"" e=ü one
                    error fake: two
                    three

                """
        )
    }
}
