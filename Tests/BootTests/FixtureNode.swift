import ControlProtocol
import ControlSocket
import JSONValues
import Posix
import TestSupport

/// The program `BootFixture`, run as `nodectl` runs it: TERM and INT held back, a place for the socket, and a pipe on
/// which it says that it is ready.
final class FixtureNode {
    let pid: Int32
    let directory: TemporaryDirectory
    private let readiness: Pipe
    private var end: WaitStatus?

    /// Starts the program with these variables on top of those that `nodectl` sets, in a directory that `prepare`
    /// may fill.
    init(
        _ variables: [String: String] = [:],
        arguments: [String] = [],
        descriptors: [Int32: FileDescriptor] = [:],
        prepare: (TemporaryDirectory) throws -> Void = { _ in }
    ) throws {
        directory = try TemporaryDirectory()
        try prepare(directory)
        try directory.makeDirectory("run", mode: 0o700)
        readiness = try Pipe()
        var environment = Self.baseEnvironment
        environment["RELEASE_COMMAND"] = "start"
        environment["RELEASE_NAME"] = "shop"
        environment["RELEASE_SOCKET"] = directory.path("run/node.sock")
        environment["RELEASE_READY_FD"] = "3"
        environment.merge(variables) { $1 }
        pid = try Self.start(environment, arguments, in: directory, reportingOn: readiness.writeEnd, descriptors)
    }

    private static func start(
        _ environment: [String: String],
        _ arguments: [String],
        in directory: TemporaryDirectory,
        reportingOn readiness: FileDescriptor,
        _ further: [Int32: FileDescriptor]
    ) throws -> Int32 {
        let output = try FileDescriptor.open(directory.path("out"), .write, options: [.create, .append])
        let log = try FileDescriptor.open(directory.path("log"), .write, options: [.create, .append])
        defer { for descriptor in [output, log, readiness] { descriptor.close() } }
        var program = Subprocess(try BuiltProducts.program("BootFixture"), arguments, environment: environment)
        program.workingDirectory = directory.path
        program.descriptors = further.merging([1: output, 2: log, 3: readiness]) { $1 }
        program.blockedSignals = [.terminate, .interrupt]
        return try program.start()
    }

    deinit {
        readiness.readEnd.close()
        if end == nil {
            try? Signal.kill.send(to: pid)  // gone already: fine
            _ = try? Children.wait(for: pid)
        }
    }

    /// The environment without what may lead the program to a release.
    static var baseEnvironment: [String: String] {
        Environment.snapshot().filter { !$0.key.hasPrefix("RELEASE_") }
    }

    /// What it says on the ready pipe, once it does or ends.
    func report() throws -> String {
        String(decoding: try readiness.readEnd.readToEnd(), as: UTF8.self)
    }

    func send(_ signal: Signal) throws {
        try signal.send(to: pid)
    }

    /// A connection to its control socket.
    func connect() throws -> ControlClient {
        try ControlClient.connect(to: directory.path("run/node.sock"), until: .after(seconds: 20))
    }

    /// Calls one method on a connection of its own.
    func call(_ method: String, _ params: JSONValue? = nil) throws -> JSONValue {
        let client = try connect()
        defer { client.close() }
        return try client.call(method, params, until: .after(seconds: 20))
    }

    /// The error a call is answered with.
    func failure(of method: String, _ params: JSONValue? = nil) throws -> ControlError? {
        do {
            _ = try call(method, params)
            return nil
        } catch ControlClientError.refused(let error) {
            return error
        }
    }

    func evaluate(_ expression: String) throws -> JSONValue {
        try call("eval", ["expression": .string(expression)])
    }

    /// How it ended, once it has.
    func wait() throws -> WaitStatus {
        aboutToBlock()
        if let end { return end }
        let process = try ProcessDescriptor(pid)
        defer { process.close() }
        guard try process.waitForEnd(until: .after(seconds: 60)) else { throw FixtureStuck(log: try log()) }
        let status = try Children.wait(for: pid)
        end = status
        return status
    }

    /// The lines its applications wrote.
    func output() throws -> [String] {
        try directory.text(of: "out").split(separator: "\n").map(String.init)
    }

    /// Its log.
    func log() throws -> String {
        try directory.text(of: "log")
    }

    /// Waits until the log holds `text`, so many times.
    func waitForLog(_ text: String, times: Int = 1) throws {
        try wait(for: text, times, in: "log")
    }

    /// Waits until its applications have written `line`.
    func waitForOutput(_ line: String) throws {
        try wait(for: "\(line)\n", 1, in: "out")
    }

    private func wait(for text: String, _ times: Int, in file: String) throws {
        aboutToBlock()
        let watch = try DirectoryWatch(directory.path)
        defer { watch.close() }
        let deadline = Deadline.after(seconds: 30)
        while try directory.text(of: file).ranges(of: text).count < times {
            guard try watch.wait(until: deadline) else { throw FixtureStuck(log: try log()) }
        }
    }
}

/// The fixture does not do what the test waits for.
struct FixtureStuck: Error {
    let log: String
}
