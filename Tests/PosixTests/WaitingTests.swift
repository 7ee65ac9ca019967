import Glibc
import Posix
import TestSupport
import Testing

@Suite("Waiting", .ownThread)
struct WaitingTests {
    @Test("ends when a counter is signalled from another thread")
    func eventCounter() throws {
        let counter = try EventCounter()
        defer { counter.close() }
        #expect(try !Poll.wait(for: counter.descriptor, .readable, until: .immediate))
        try DedicatedThread.start("signaller") { counter.signal() }
        #expect(try Poll.wait(for: counter.descriptor, .readable, until: .after(seconds: 20)))
        counter.clear()
        counter.clear()
        #expect(try !Poll.wait(for: counter.descriptor, .readable, until: .immediate))
    }

    @Test("for many descriptors tells which have news")
    func poll() throws {
        let quiet = try Pipe()
        let busy = try Pipe()
        defer {
            quiet.close()
            busy.close()
        }
        var poll = Poll()
        poll.add(quiet.readEnd, for: .readable)
        poll.add(busy.readEnd, for: .readable)
        try busy.writeEnd.write("x")
        #expect(try poll.wait(until: .never) == 1)
        #expect(poll[0].isEmpty)
        #expect(poll[1] == .readable)
        poll.removeBySwapping(at: 0)
        #expect(poll.count == 1)
        poll.setEvents([], at: 0)
        #expect(try poll.wait(until: .immediate) == 0)
    }

    @Test("until a deadline ends once it has passed")
    func deadline() throws {
        let pipe = try Pipe()
        defer { pipe.close() }
        let deadline = Deadline.after(.milliseconds(3))
        #expect(try !Poll.wait(for: pipe.readEnd, .readable, until: deadline))
        #expect(deadline.hasPassed)
        #expect(deadline.remainingSeconds == 0)
        #expect(Deadline.never.remainingSeconds == .infinity)
        #expect(!Deadline.never.hasPassed)
        #expect(Deadline.after(seconds: .infinity) == .never)
        #expect(Deadline.immediate < .after(seconds: 1))
    }

    @Test("for signals reads them from a descriptor, with their sender")
    func signals() throws {
        try Signals.block([.user1])
        defer { try? Signals.unblock([.user1]) }
        let descriptor = try SignalDescriptor([.user1])
        defer { descriptor.close() }
        #expect(try descriptor.next()?.signal == nil)
        // To this thread: other threads of the test program do not block the signal.
        pthread_kill(pthread_self(), SIGUSR1)
        #expect(try Poll.wait(for: descriptor.descriptor, .readable, until: .after(seconds: 20)))
        let received = try #require(try descriptor.next())
        #expect(received.signal == .user1 && received.sender == CurrentProcess.id)
    }

    @Test("for a connection gives the peer as the kernel saw it")
    func unixSocket() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/socket"
        #expect(throws: PosixError.self) { try UnixSocket.connect(to: path) }
        let listener = try UnixSocket.listen(at: path, mode: 0o600)
        #expect(try Files.status(of: path).permissions == 0o600)
        #expect(try UnixSocket.accept(listener) == nil)
        let client = try UnixSocket.connect(to: path, until: .after(seconds: 20))
        let server = try #require(try UnixSocket.accept(listener))
        let peer = try UnixSocket.peer(of: server)
        #expect(peer.process == CurrentProcess.id && peer.user == CurrentProcess.effectiveUser)
        // A program that is being started by another test has copies for a moment, so that closing alone is not enough.
        shutdown(client.rawValue, Int32(SHUT_RDWR))
        client.close()
        let text = [UInt8]("x".utf8)
        #expect(throws: PosixError(call: "send", code: .brokenPipe)) {
            try text.withUnsafeBytes { _ = try UnixSocket.send($0, to: server) }
        }
        server.close()
        shutdown(listener.rawValue, Int32(SHUT_RDWR))
        listener.close()
        #expect(throws: PosixError(call: "connect", path: path, code: .connectionRefused)) {
            try UnixSocket.connect(to: path)
        }
        let long = String(repeating: "x", count: 108)
        #expect(throws: PosixError(call: "bind", path: long, code: .nameTooLong)) { try UnixSocket.listen(at: long) }
    }
}
