import Posix
import TestSupport
import Testing

@Suite("A subprocess", .ownThread)
struct SubprocessTests {
    /// Runs a shell script with its output in a pipe.
    private func shell(
        _ script: String,
        _ change: (inout Posix.Subprocess) -> Void = { _ in }
    ) throws -> (output: String, status: WaitStatus) {
        let pipe = try Pipe()
        var program = Posix.Subprocess("/bin/sh", ["-c", script], environment: ["A": "1", "PATH": "/usr/bin:/bin"])
        program.descriptors[1] = pipe.writeEnd
        change(&program)
        let child = try program.start()
        pipe.writeEnd.close()
        defer { pipe.readEnd.close() }
        let output = try pipe.readEnd.readToEnd()
        return (String(decoding: output, as: UTF8.self), try Children.wait(for: child))
    }

    @Test("has the arguments, environment and directory it was given")
    func environment() throws {
        let result = try shell("echo $A $HOME-; pwd; exit 3") { $0.workingDirectory = "/usr" }
        #expect(result.output == "1 -\n/usr\n")
        #expect(result.status == .exited(3))
    }

    @Test("has no descriptors but those it was given, even when numbers cross")
    func descriptors() throws {
        let extra = try Pipe()
        defer { extra.close() }
        try extra.writeEnd.write("xy")
        try extra.writeEnd.setCloseOnExec(false)
        let result = try shell("ls /proc/self/fd | tr '\\n' ' '; head -c 2 <&7") { $0.descriptors[7] = extra.readEnd }
        #expect(result.output == "0 1 2 3 7 xy")
        let swapped = try shell("echo out; echo error >&2") { program in
            program.descriptors[2] = program.descriptors[1]
        }
        #expect(swapped.output == "out\nerror\n")
    }

    @Test("throws when the program cannot be executed, leaving no child behind")
    func missingProgram() {
        #expect(throws: PosixError(call: "execve", path: "/nowhere/program", code: .notFound)) {
            try Posix.Subprocess("/nowhere/program").start()
        }
        #expect(throws: PosixError(call: "execve", path: "/etc/passwd", code: .accessDenied)) {
            try Posix.Subprocess("/etc/passwd").start()
        }
    }

    @Test("leads a session of its own when asked to")
    func session() throws {
        let result = try shell("ps -o sid= -p $$; echo $$") { $0.startsSession = true }
        let numbers = result.output.split { $0 == " " || $0 == "\n" }
        #expect(numbers.count == 2 && numbers.first == numbers.last)
    }

    @Test("is waited for through a descriptor and ended by a signal")
    func signal() throws {
        let child = try Posix.Subprocess("/bin/sleep", ["1000"]).start()
        let descriptor = try ProcessDescriptor(child)
        defer { descriptor.close() }
        #expect(try Children.poll(child) == nil)
        #expect(try !descriptor.waitForEnd(until: .immediate))
        try descriptor.send(.terminate)
        #expect(try descriptor.waitForEnd(until: .after(seconds: 20)))
        let status = try Children.wait(for: child)
        #expect(status == .signaled(.terminate))
        #expect(status.shellCode == 143)
        #expect(throws: PosixError.self) { try ProcessDescriptor(child) }
    }

    @Test("starts with default handlers and only the signals blocked that were named")
    func signalMask() throws {
        // Not through the shell, which unblocks all signals itself.
        let pattern = ["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]
        let result = try shell("") { program in
            program.path = "/bin/grep"
            program.arguments = pattern
            program.blockedSignals = [.terminate]
        }
        let lines = result.output.split(separator: "\n")
        #expect(lines.first == "SigBlk:\t0000000000004000")
        // The C library keeps signals from 32 on to itself.
        #expect(lines.last?.hasSuffix("0000000") == true)
    }

    @Test("finds a lock held by this process, and not its own")
    func locks() throws {
        let directory = try TemporaryDirectory()
        let file = try FileDescriptor.open("\(directory.path)/lock", .readWrite, options: .create)
        defer { file.close() }
        #expect(try FileLock.acquire(file))
        #expect(try FileLock.owner(file) == nil)
        let script = "import fcntl, sys\nfcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
        let lock = Posix.Subprocess("/usr/bin/python3", ["-c", script, "\(directory.path)/lock"])
        #expect(try Children.wait(for: lock.startQuietly()) == .exited(1))
        try FileLock.release(file)
        #expect(try Children.wait(for: lock.startQuietly()) == .exited(0))
    }
}

extension Posix.Subprocess {
    /// Starts the program with nowhere to complain to.
    fileprivate func startQuietly() throws -> Int32 {
        let null = try FileDescriptor.open("/dev/null", .readWrite)
        defer { null.close() }
        var copy = self
        copy.descriptors[2] = null
        return try copy.start()
    }
}
