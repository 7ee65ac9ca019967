import NodeControl
import Posix
import TestSupport
import Testing

@Suite("The pid file")
struct PidFileTests {
    static let records = [
        PidRecord(),
        PidRecord(program: 12),
        PidRecord(program: 12, launcher: 11, socket: "/a path/x.sock", started: 17, phase: .booting, exitCode: 78),
    ]

    @Test("is read as it was written", arguments: records)
    func roundTrip(record: PidRecord) {
        #expect(PidRecord(text: record.text) == record)
    }

    @Test("may hold lines that nobody knows, or that make no sense")
    func unknownLines() {
        let record = PidRecord(text: "pid 12\nfuture thing\npid\nlauncher -3\nsocket /x y\n\n\n")
        #expect(record == PidRecord(program: 12, socket: "/x y"))
    }

    @Test("never shows parts of an older record")
    func rewriting() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("node.pid")
        let file = try PidFile.acquire(path)
        defer { file.descriptor.close() }
        try file.write(PidRecord(program: 1_234_567, launcher: 1_234_566, socket: "/somewhere/far/away.sock"))
        try file.write(PidRecord(exitCode: 1))
        #expect(PidRecord(text: try directory.text(of: "node.pid")) == PidRecord(exitCode: 1))
    }

    @Test("is for its user alone, whatever it was before")
    func permissions() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("", to: "node.pid", mode: 0o666)
        let file = try PidFile.acquire(path)
        defer { file.descriptor.close() }
        #expect(try Files.status(of: path).permissions == 0o600)
    }

    @Test("is no lock when its owner is gone, so that a stale one prevents nothing")
    func stale() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(PidRecord(program: 1).text, to: "node.pid", mode: 0o600)
        #expect(try PidFile.look(at: path).owner == nil)
        let file = try PidFile.acquire(path)
        file.descriptor.close()
    }

    @Test("is not followed when it is a symbolic link")
    func symbolicLink() throws {
        let directory = try TemporaryDirectory()
        try directory.write("precious", to: "other")
        try Files.symbolicLink(at: directory.path("node.pid"), to: "other")
        #expect(throws: PosixError.self) { try PidFile.acquire(directory.path("node.pid")) }
        #expect(try directory.text(of: "other") == "precious")
    }
}
