import HostSystem
import NodeControl
import Posix
import TestSupport
import Testing

@Suite("Following a log", .ownThread, .timeLimit(.minutes(2)))
struct LogFollowerTests {
    private let node: TestNode
    private let record: PidRecord

    /// A daemon whose log is followed; it writes a line whenever it is asked for its backtrace.
    init() throws {
        node = try TestNode()
        try #require(node.nodectl("daemon").status == .exited(0))
        record = try #require(node.record)
        _ = try node.begin("logs", "-n", "1", "-f")
        try waitForOutput { $0.hasSuffix("fake node ready \n") }
    }

    private func waitForOutput(_ condition: (String) -> Bool) throws {
        try node.wait(in: "") { condition(node.output) }
    }

    private func writeLine() throws {
        try Signal.quit.send(to: #require(record.program))
    }

    @Test("goes on with the new file when the log was renamed and opened again")
    func rotated() throws {
        try Files.rename(node.directory.path("tmp/log/fake.log"), to: node.directory.path("tmp/log/former"))
        try writeLine()
        try waitForOutput { $0.hasSuffix("a backtrace\n") }
        try Signal.user1.send(to: #require(record.launcher))
        try node.wait(in: "tmp/log") { Files.exists(node.directory.path("tmp/log/fake.log")) }
        try writeLine()
        try waitForOutput { $0.components(of: "a backtrace\n") == 2 }
    }

    @Test("goes on at the start of a log that somebody has emptied")
    func emptied() throws {
        try Files.write("", to: node.directory.path("tmp/log/fake.log"))
        try writeLine()
        try waitForOutput { $0.hasSuffix("Z a backtrace\n") }
    }

    @Test("goes on when the log's directory was removed or renamed and made again", arguments: [true, false])
    func replacedDirectory(isRemoved: Bool) throws {
        let path = node.directory.path("tmp/log")
        if isRemoved { try Files.removeTree(path) } else { try Files.rename(path, to: "\(path).former") }
        try Signal.user1.send(to: #require(record.launcher))
        try node.wait(in: "tmp") { Files.exists(path) }
        try writeLine()
        try waitForOutput { $0.hasSuffix("Z a backtrace\n") }
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
