import Glibc
import Posix
import TestSupport
import Testing

@Suite("A table of descriptors of its own", .ownThread)
struct DescriptorTableTests {
    @Test("has room where the process has none, and leaves the process's own alone")
    func room() async {
        await #expect(processExitsWith: .success) {
            let directory = try TemporaryDirectory()
            let (path, locked) = (directory.path("news"), directory.path("locked"))
            try directory.write("", to: "news")
            let file = try FileDescriptor.open(locked, .write, options: .create)
            // Closing a copy must not lose the lock.
            guard try FileLock.acquire(file) else { exit(2) }
            try ResourceLimit.setOpenFiles(ResourceLimit(soft: 64, hard: 64))
            var fillers: [FileDescriptor] = []
            while let filler = try? FileDescriptor.open("/dev/null") { fillers.append(filler) }
            guard let kept = fillers.last else { exit(3) }
            try DescriptorTable.runApart(keeping: kept) {
                guard kept.isOpen, !FileDescriptor.standardInput.isOpen, !file.isOpen else { exit(4) }
                guard let own = try? FileDescriptor.open(path, .write) else { exit(5) }
                _ = try? own.write("written\n")
            }
            guard fillers.allSatisfy(\.isOpen), FileDescriptor.standardInput.isOpen, file.isOpen else { exit(6) }
            for filler in fillers { filler.close() }
            guard try directory.text(of: "news") == "written\n" else { exit(7) }
            let script = "import fcntl, sys\nfcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
            let lock = Subprocess("/usr/bin/python3", ["-c", script, locked])
            guard try Children.wait(for: lock.start()) == .exited(1) else { exit(8) }
        }
    }
}
