import NodeControl
import Posix
import TestSupport
import Testing

@Suite("The end of a log")
struct LogTailTests {
    private let directory: TemporaryDirectory
    private var tail: LogTail { LogTail(directory.path("node.log")) }

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("is as many lines as asked for, from older files where needed")
    func lines() throws {
        try directory.write("c\nd\n", to: "node.log")
        try directory.write("a\nb\n", to: "node.log.1")
        #expect(try tail.lastLines(1) == ["d"])
        #expect(try tail.lastLines(3) == ["b", "c", "d"])
        #expect(try tail.lastLines(10) == ["a", "b", "c", "d"])
        #expect(try tail.lastLines(0) == [])
    }

    @Test("goes on behind a directory that has the name of an older file")
    func obstacle() throws {
        try directory.write("c\n", to: "node.log")
        try directory.makeDirectory("node.log.1")
        try directory.write("b\n", to: "node.log.2")
        #expect(try tail.lastLines(3) == ["b", "c"])
    }

    @Test("has empty lines and one that is not complete")
    func unusualLines() throws {
        try directory.write("a\n\n\nb", to: "node.log")
        #expect(try tail.lastLines(3) == ["", "", "b"])
    }

    @Test("is nothing for an empty log, and an error without one")
    func nothing() throws {
        #expect(throws: PosixError.self) { try tail.lastLines(1) }
        try directory.write("", to: "node.log")
        #expect(try tail.lastLines(1) == [])
    }

    @Test("is found without reading a large log from its start")
    func large() throws {
        let lines = (0..<50_000).map { "line \($0)" }
        try directory.write(lines.joined(separator: "\n") + "\n", to: "node.log")
        #expect(try tail.lastLines(10_000) == Array(lines.suffix(10_000)))
    }

    @Test("of a boot begins with its first line, unstamped ones included")
    func since() throws {
        let text = """
            1970-01-01T00:00:01.000Z old
            older kind
            1970-01-01T00:00:02.500Z new
            what a script complained about
            1970-01-01T00:00:03.000Z newer

            """
        try directory.write(text, to: "node.log")
        let lines = tail.lines(since: Timestamp(seconds: 2), limit: 20)
        #expect(lines == Array(text.split(separator: "\n").map(String.init).dropFirst(2)))
        #expect(tail.lines(since: Timestamp(seconds: 2), limit: 1).count == 1)
        #expect(tail.lines(since: Timestamp(seconds: 4), limit: 20).isEmpty)
    }
}
