import NodeControl
import Posix
import TestSupport
import Testing

@Suite("The log of a daemon")
struct LogWriterTests {
    private let directory: TemporaryDirectory
    private let stamp = "1970-01-01T00:00:00.000Z "

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func makeWriter(size: Int = 1000, count: Int = 3) throws -> LogWriter {
        let settings = LogSettings(path: directory.path("node.log"), size: size, count: count)
        return try LogWriter(settings) { Timestamp(seconds: 0) }
    }

    private func text(_ name: String) throws -> String { try directory.text(of: name) }

    @Test("gets what the program writes, and what the launcher says on lines of its own")
    func notes() throws {
        var log = try makeWriter()
        log.write([UInt8]("hel".utf8))
        log.note("restarting")
        log.write([UInt8]("lo\n".utf8))
        #expect(try text("node.log") == "\(stamp)hel\n\(stamp)[launcher] restarting\n\(stamp)lo\n")
    }

    @Test("keeps as many files as asked for, the current one included, cut between lines")
    func rotation() throws {
        var log = try makeWriter()
        let line = String(repeating: "x", count: 374) + "\n"
        for number in 1...7 { log.write([UInt8]("\(number)\(line)".utf8)) }
        #expect(try Files.names(in: directory.path) == ["node.log", "node.log.1", "node.log.2"])
        #expect(try text("node.log").hasPrefix("\(stamp)7x"))
        #expect(try text("node.log.1").hasPrefix("\(stamp)5x"))
        #expect(try text("node.log.2").hasPrefix("\(stamp)3x"))
        for name in try Files.names(in: directory.path) {
            #expect(try text(name).hasSuffix("x\n"))
            #expect(try text(name).utf8.count <= 1000)
        }
    }

    @Test("keeps one file when no more are asked for")
    func singleFile() throws {
        var log = try makeWriter(count: 1)
        for _ in 1...5 { log.write([UInt8](String(repeating: "x", count: 600).utf8) + [10]) }
        #expect(try Files.names(in: directory.path) == ["node.log"])
    }

    @Test("passes over directories that have the name of a former file", arguments: [[1], [2], [1, 2]])
    func directories(numbers: [Int]) throws {
        for number in numbers { try directory.makeDirectory("node.log.\(number)/kept") }
        var log = try makeWriter()
        let line = String(repeating: "x", count: 700)
        for number in 1...6 { log.write([UInt8]("\(number)\(line)\n".utf8)) }
        let former = (1...4).filter { !numbers.contains($0) }.prefix(2).map { "node.log.\($0)" }
        for (name, number) in zip(["node.log"] + former, [6, 5, 4]) {
            #expect(try text(name) == "\(stamp)\(number)\(line)\n")
        }
        for number in numbers { #expect(Files.exists(directory.path("node.log.\(number)/kept"))) }
        #expect(try Files.names(in: directory.path).count == 3 + numbers.count)
    }

    @Test("cuts many lines that come at once at the right place")
    func burst() throws {
        var log = try makeWriter(size: 2000, count: 1000)
        log.write([UInt8]((0..<200).map { "line \($0)\n" }.joined().utf8))
        let names = try Files.names(in: directory.path)
        #expect(names.count > 2)
        var lines: [String] = []
        for number in (0..<names.count).reversed() {
            let content = try text(number == 0 ? "node.log" : "node.log.\(number)")
            #expect(content.utf8.count <= 2000)
            lines += content.split(separator: "\n").map { String($0.dropFirst(stamp.count)) }
        }
        #expect(lines == (0..<200).map { "line \($0)" })
    }

    @Test("is bounded even by a line that never ends")
    func endlessLine() throws {
        var log = try makeWriter(size: 100_000, count: 2)
        for _ in 0..<100 { log.write([UInt8](repeating: 120, count: 64 * 1024)) }
        for name in try Files.names(in: directory.path) {
            #expect(try Files.status(of: directory.path(name)).size < 200_000)
        }
    }

    @Test("goes on in a new file of the name when it is told to reopen it")
    func reopening() throws {
        var log = try makeWriter()
        log.write([UInt8]("before\n".utf8))
        try Files.rename(directory.path("node.log"), to: directory.path("moved"))
        log.write([UInt8]("between\n".utf8))
        log.reopen()
        log.write([UInt8]("after\n".utf8))
        #expect(try text("moved") == "\(stamp)before\n\(stamp)between\n")
        #expect(try text("node.log") == "\(stamp)after\n")
    }

    @Test("makes its directory again when that was removed", arguments: ["reopened", "rotated"])
    func removedDirectory(occasion: String) throws {
        try directory.makeDirectory("log")
        let path = directory.path("log/node.log")
        var log = try LogWriter(LogSettings(path: path, size: 1000)) { Timestamp(seconds: 0) }
        log.write([UInt8]("before\n".utf8))
        try Files.removeTree(directory.path("log"))
        let after = String(repeating: "x", count: 970)
        if occasion == "reopened" { log.reopen() }
        log.write([UInt8]("\(after)\n".utf8))
        #expect(try text("log/node.log") == "\(stamp)\(after)\n")
        #expect(try Files.status(of: directory.path("log")).permissions == 0o750)
    }

    @Test("begins no new file while there is room in one that somebody has emptied")
    func emptied() throws {
        var log = try makeWriter()
        let line = String(repeating: "x", count: 600)
        log.write([UInt8]("\(line)\n".utf8))
        for _ in 1...3 {
            try Files.write("", to: directory.path("node.log"))
            log.write([UInt8]("\(line)\n".utf8))
        }
        #expect(try Files.names(in: directory.path) == ["node.log"])
        #expect(try text("node.log") == "\(stamp)\(line)\n")
    }

    @Test("can be read by the node's group at most, whatever it was before")
    func permissions() throws {
        try directory.write("", to: "node.log", mode: 0o666)
        _ = try makeWriter()
        #expect(try Files.status(of: directory.path("node.log")).permissions == 0o640)
    }

    @Test("refuses a symbolic link in its place")
    func symbolicLink() throws {
        try Files.symbolicLink(at: directory.path("node.log"), to: "/dev/null")
        #expect(throws: PosixError.self) { try makeWriter() }
    }

    @Test("survives a disk that is full")
    func fullDisk() throws {
        var log = try LogWriter(LogSettings(path: "/dev/full")) { Timestamp(seconds: 0) }
        log.write([UInt8]("lost\n".utf8))
        log.note("also lost")
        log.write([UInt8]("lost, too\n".utf8))
    }

    @Test("tells what its predecessor could not write, on a line of its own")
    func formerLosses() throws {
        var full = try LogWriter(LogSettings(path: "/dev/full")) { Timestamp(seconds: 0) }
        full.write([UInt8]("lost\nlost, too\n".utf8))
        var losses = full.losses
        losses.tornLine = true
        try directory.write("\(stamp)torn li", to: "node.log")
        let settings = LogSettings(path: directory.path("node.log"))
        var log = try LogWriter(settings, losses: losses) { Timestamp(seconds: 0) }
        log.write([UInt8]("fine\n".utf8))
        let report = "[launcher] 2 lines (65 bytes) of output were lost: No space left on device"
        #expect(try text("node.log") == "\(stamp)torn li\n\(stamp)\(report)\n\(stamp)fine\n")
        #expect(log.losses == LogLosses())
    }

    static let sizes: [(String, Int?)] = [
        ("512", 512), ("10MB", 10_000_000), ("10 MB", 10_000_000), ("512KiB", 524_288), ("1k", 1024),
        ("1GB", 1_000_000_000),
        ("", nil), ("MB", nil), ("10XB", nil), ("-1", nil), ("99999999999999999999", nil), ("9999999999GB", nil),
    ]

    @Test("takes its size as people write sizes", arguments: sizes)
    func size(text: String, expected: Int?) {
        #expect(LogSettings.bytes(text) == expected)
    }

    static let wrongSettings = [
        ["RELEASE_LOG_SIZE": "much"], ["RELEASE_LOG_SIZE": "10"], ["RELEASE_LOG_COUNT": "0"],
        ["RELEASE_LOG_COUNT": "few"],
    ]

    @Test("refuses settings that make no sense, naming the variable", arguments: wrongSettings)
    func refusedSettings(variables: [String: String]) throws {
        let error = #expect(throws: NodeControlError.self) { try LogSettings(path: "x") { variables[$0] } }
        #expect(error?.exitCode == 78)
        #expect(error?.description.contains(try #require(variables.keys.first)) == true)
    }
}
