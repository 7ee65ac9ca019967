import Glibc
import HostSystem
import TestSupport
import Testing

@Suite("An interrupted build", .ownThread)
struct InterruptionTests {
    @Test("ends with its signal, ends what it started, and leaves the former release", arguments: [SIGINT, SIGTERM])
    func interrupted(_ signal: Int32) throws {
        let package = try ExamplePackage()
        #expect(package.run("build", "--version", "1.0.0").status == 0)
        let program = "_build/prod/rel/todo/lib/todo-1.0.0/bin/todo"
        let former = try package.text(program)
        try interruptingSwift(in: package, signal: signal)
        let path = try #require(HostContext.live().environment["PATH"])
        let result = try runProgram(
            try BuiltProducts.program("release"),
            ["build", "--overwrite", "--version", "1.0.0"],
            environment: ["PATH": "\(package.directory.path("bin")):\(path)"],
            in: package.root
        )
        #expect(result.status == .signalled(signal), "\(result.errorText)")
        #expect(result.output.isEmpty && result.errorText.contains("] Compiling todo (release)"))
        #expect(try package.text(program) == former)
        // Waits for the lock, which ends with the last process of the build.
        #expect(try runProgram("flock", [package.directory.path("lock"), "true"]).status.isSuccess)
    }

    /// A `swift` that, asked to compile, interrupts whoever asked, and then would wait for ever, holding a lock.
    private func interruptingSwift(in package: ExamplePackage, signal: Int32) throws {
        let lock = package.directory.path("lock")
        try package.directory.write(
            """
            #!/bin/sh
            case $1 in
            package) echo '{"name": "example", "products": [{"name": "todo", "type": {"executable": null}}]}' ;;
            build)
                exec 9>'\(lock)'
                flock 9
                kill -\(signal) $PPID
                exec tail -f /dev/null
                ;;
            esac
            """,
            to: "bin/swift",
            mode: 0o755
        )
        try package.directory.write("#!/bin/sh\nexec \(try swiftc()) \"$@\"\n", to: "bin/swiftc", mode: 0o755)
    }

    private func swiftc() throws -> String {
        try ProgramSearch.path(of: "swiftc", environment: HostContext.live().environment)
    }
}
