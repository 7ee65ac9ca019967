import ControlSocket
import Glibc
import HostSystem
import JSONValues
import Posix
import TestSupport
import Testing

@Suite("Listening for clients", .ownThread)
struct ListeningTests {
    let directory: TemporaryDirectory
    let handler: EchoHandler
    var path: String { "\(directory.path)/node.sock" }

    init() throws {
        directory = try TemporaryDirectory()
        handler = try EchoHandler()
    }

    private func listen() throws(ControlSocketError) -> ControlListener {
        let listener = try ControlListener(path: path, handler: handler)
        try listener.start()
        return listener
    }

    @Test("makes a socket that only its owner can reach, and removes it")
    func permissions() throws {
        let listener = try listen()
        #expect(try Files.linkStatus(of: path).permissions == 0o600)
        listener.close()
        listener.close()
        #expect(!Files.exists(path))
    }

    @Test("refuses a directory that others may write", arguments: [0o770, 0o777, 0o1777, 0o702] as [UInt32])
    func openDirectory(mode: UInt32) throws {
        try Files.setPermissions(mode, of: directory.path)
        #expect(throws: ControlSocketError.directoryWritableByOthers(directory.path, mode: mode)) { try listen() }
    }

    @Test("refuses a directory of somebody else", .enabled(if: CurrentProcess.effectiveUser == 0))
    func foreignDirectory() throws {
        try Files.setOwner(65534, group: 65534, of: directory.path)
        #expect(throws: ControlSocketError.directoryNotOurs(directory.path, owner: 65534)) { try listen() }
    }

    @Test("refuses a missing directory, a path that is too long, and a file that is no socket")
    func badPaths() throws {
        #expect(throws: ControlSocketError.directoryMissing("\(directory.path)/no")) {
            try ControlListener(path: "\(directory.path)/no/node.sock", handler: handler)
        }
        let long = "\(directory.path)/\(String(repeating: "x", count: 100))"
        #expect(throws: ControlSocketError.pathTooLong(long, limit: 103)) {
            try ControlListener(path: long, handler: handler)
        }
        try Files.write("precious", to: path)
        #expect(throws: ControlSocketError.notASocket(path)) { try listen() }
        #expect(try Files.readText(path) == "precious")
    }

    @Test("replaces a socket nobody serves, and none that somebody does")
    func staleSocket() throws {
        let stale = try UnixSocket.listen(at: path)
        // A program that is being started by another test has a copy for a moment, so that closing alone is not enough.
        shutdown(stale.rawValue, Int32(SHUT_RDWR))
        stale.close()
        #expect(Files.exists(path))
        let listener = try listen()
        defer { listener.close() }
        #expect(throws: ControlSocketError.inUse(path)) { try ControlListener(path: path, handler: handler) }
        let client = try ControlClient.connect(to: path, until: .after(seconds: 20))
        #expect(try client.call("ping", until: .after(seconds: 20)) == "pong")
    }

    @Test("leaves the file alone that replaced its own")
    func replacedSocket() throws {
        let listener = try listen()
        try Files.unlink(path)
        let other = try UnixSocket.listen(at: path)
        listener.close()
        #expect(Files.exists(path))
        other.close()
    }

    @Test("removes the file even when it never served")
    func neverStarted() throws {
        let listener = try ControlListener(path: path, handler: handler)
        listener.close()
        #expect(!Files.exists(path))
    }

    @Test("closes connections of other users", .enabled(if: CurrentProcess.effectiveUser == 0))
    func otherUser() throws {
        let listener = try listen()
        defer { listener.close() }
        try Files.setPermissions(0o711, of: directory.path)
        try Files.setPermissions(0o666, of: path)
        let script = """
            import os, socket, sys
            os.setgid(65534)
            os.setuid(65534)
            s = socket.socket(socket.AF_UNIX)
            s.connect(sys.argv[1])
            print(s.recv(100))
            """
        let result = try runProgram("/usr/bin/python3", ["-c", script, path])
        #expect(result.outputText == "b''\n")
    }

    @Test("tells clients apart: nobody listens, hung, not ours")
    func clientErrors() throws {
        #expect(throws: ControlClientError.nobodyListens(path: path)) {
            try ControlClient.connect(to: path, until: .after(seconds: 20))
        }
        let hung = try UnixSocket.listen(at: path)
        defer { hung.close() }
        #expect(throws: ControlClientError.deadline(waitingFor: "greeting")) {
            try ControlClient.connect(to: path, until: .after(seconds: 0.01))
        }
    }
}
