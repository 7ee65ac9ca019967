import Posix
import Testing

@Suite("The current process")
struct ProcessTests {
    @Test("knows its program, directory and environment")
    func facts() throws {
        #expect(try CurrentProcess.executablePath().hasPrefix("/"))
        #expect(try CurrentProcess.workingDirectory().hasPrefix("/"))
        #expect(Environment.snapshot()["PATH"] == Environment.value(of: "PATH"))
        #expect(Environment.value(of: "SURELY_NOT_SET") == nil)
        #expect(try ResourceLimit.openFiles().soft > 0)
    }

    @Test("gets random bytes that differ")
    func randomness() {
        #expect(Randomness.bytes(16) != Randomness.bytes(16))
        #expect(Randomness.hexadecimal(bytes: 3).utf8.count == 6)
        #expect(Randomness.bytes(0).isEmpty)
    }

    @Test("has clocks that can be written as text")
    func clocks() {
        #expect(Timestamp(seconds: 1_763_683_200).iso8601 == "2025-11-21T00:00:00Z")
        #expect(Clocks.now() > Timestamp(seconds: 1_700_000_000))
        #expect(Clocks.monotonicNanoseconds() <= Clocks.monotonicNanoseconds())
    }

    @Test("names signals and errors as the manual does")
    func names() {
        #expect("\(Signal.terminate)" == "SIGTERM")
        #expect("\(Signal(rawValue: 40))" == "signal 40")
        #expect("\(Errno.accessDenied)" == "Permission denied")
        #expect("\(PosixError(call: "fork", code: .again))" == "fork: Resource temporarily unavailable")
    }

    @Test("tells by signal 0 whether a process exists")
    func existence() {
        #expect(throws: Never.self) { try Signal(rawValue: 0).send(to: CurrentProcess.id) }
        #expect(throws: PosixError(call: "kill", code: .noSuchProcess)) {
            try Signal(rawValue: 0).send(to: 0x7fff_fff0)
        }
    }
}
