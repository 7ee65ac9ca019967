import Glibc
import HostSystem
import JSONValues
import ReleaseAssembly
import ReleaseModel
import Synchronization
import TestSupport
import Testing

@Suite("Building over a release", .ownThread)
struct SwapTests {
    static let exchanges: [Bool] = [true, false]

    /// An exchange that works, or one of a file system that has none.
    private func exchange(_ works: Bool) -> @Sendable (String, String) throws(HostError) -> Bool {
        { (path, other) throws(HostError) in works ? try FileTree.exchange(path, with: other) : false }
    }

    @Test("REL-088 asks first: no leaves it as it is, yes replaces it, overwriting does not ask")
    func asks() throws {
        var fixture = try ReleaseFixture()
        try fixture.assemble()
        let before = try fixture.tree()
        fixture.plan.systemConfiguration = ["todo": ["port": 1]]
        fixture.answers = ["n"]
        #expect(fixture.failure() == .declined(.replaceVersion(name: "todo", version: "1.0.0")))
        fixture.answers = []
        #expect(fixture.failure()?.exitCode == 64)
        #expect(try fixture.tree() == before)
        fixture.answers = ["y"]
        try fixture.assemble()
        #expect(try fixture.json("releases/1.0.0/sys.config")["todo"]?["port"] == 1)
        try fixture.reassemble()
    }

    @Test("links unchanged files from the former tree and writes only changed ones")
    func links() throws {
        var fixture = try ReleaseFixture()
        let overlay = try fixture.directory.makeDirectory("home/package/rel/overlays")
        try fixture.directory.write("data", to: "home/package/rel/overlays/data.bin")
        fixture.plan.overlays = [overlay]
        try fixture.assemble()
        let before = try fixture.tree()
        fixture.plan.systemConfiguration = ["todo": ["port": 1]]
        var prepared: [AssemblyStep] = []
        fixture.plan.options.overwrite = true
        try fixture.assemble(progress: { if case .preparing = $0 { prepared.append($0) } })
        let after = try fixture.tree()
        let changed = after.filter { $0.value.kind == .file && before[$0.key]?.inode != $0.value.inode }.keys
        #expect(changed.sorted() == ["releases/1.0.0/manifest.json", "releases/1.0.0/sys.config"])
        #expect(prepared.isEmpty)
    }

    @Test("notices a changed program, and a file of the tree that somebody edited")
    func notices() throws {
        var fixture = try ReleaseFixture()
        try fixture.assemble()
        try FileTree.write("#!/bin/sh\nexit 9\n", to: fixture.plan.program.executable, mode: 0o755)
        try FileTree.write("edited", to: "\(fixture.output)/runtime-6.3.1/bin/nodectl", mode: 0o755)
        try fixture.reassemble()
        #expect(try fixture.text("lib/todo-1.0.0/bin/todo").hasSuffix("exit 9\n"))
        #expect(try fixture.text("runtime-6.3.1/bin/nodectl") != "edited")
    }

    @Test("keeps tmp with what a running node has there: the same files, and locks that hold", arguments: exchanges)
    func runningNode(exchangeWorks: Bool) throws {
        var fixture = try ReleaseFixture()
        try fixture.assemble()
        let temporary = "\(fixture.output)/tmp"
        try FileTree.makeDirectory("\(temporary)/log", mode: 0o700)
        try FileTree.setMode(0o700, of: temporary)
        try FileTree.write("pid 1\n", to: "\(temporary)/todo.pid", mode: 0o600)
        try FileTree.write("log\n", to: "\(temporary)/log/todo.log", mode: 0o600)
        #expect(mkfifo("\(temporary)/todo.fifo", 0o600) == 0)
        let before = try fixture.tree().filter { $0.key.hasPrefix("tmp") }
        let lock = try FileLock(path: "\(temporary)/held")

        fixture.plan.options.overwrite = true
        try fixture.assemble(exchange: exchange(exchangeWorks))
        let after = try fixture.tree()
        for (path, status) in before where status.kind != .directory || exchangeWorks {
            #expect(after[path]?.inode == status.inode && after[path]?.mode == status.mode, "\(path)")
        }
        #expect(throws: HostError.self) { _ = try FileLock(path: "\(temporary)/held") }
        extendLifetime(lock)
        #expect(try FileTree.names(in: FilePaths.parent(of: fixture.output)) == ["todo"])
    }

    @Test("keeps what a program wrote into the release, and drops what an overlay no longer brings")
    func foreignFiles() throws {
        var fixture = try ReleaseFixture()
        let overlay = try fixture.directory.makeDirectory("home/package/rel/overlays")
        let file = try fixture.directory.write("old", to: "home/package/rel/overlays/data/seed.json")
        fixture.plan.overlays = [overlay]
        try fixture.assemble()
        try FileTree.write("mine", to: "\(fixture.output)/data/entries.json")
        try FileTree.makeDirectory("\(fixture.output)/uploads/2026")
        try FileTree.write("photo", to: "\(fixture.output)/uploads/2026/a.jpg")
        try FileTree.remove(file)
        try fixture.reassemble()
        #expect(try fixture.text("data/entries.json") == "mine")
        #expect(try fixture.text("uploads/2026/a.jpg") == "photo")
        #expect(!fixture.exists("data/seed.json"))
    }

    @Test("keeps other versions with everything they need")
    func otherVersions() throws {
        var fixture = try ReleaseFixture(version: "1.0.0")
        try fixture.addRuntimeLibrary("base")
        try fixture.linkProgram(to: ["base"])
        try fixture.assemble()
        fixture.plan.version = "2.0.0"
        fixture.plan.runtime.swiftVersion = "6.4.0"
        fixture.plan.program.executable = "/bin/true"
        try fixture.assemble()
        #expect(try fixture.text("releases/start_release.data") == "6.4.0 2.0.0\n")
        #expect(fixture.exists("releases/1.0.0/todo.rel") && fixture.exists("releases/2.0.0/todo.rel"))
        #expect(try runProgram("\(fixture.output)/lib/todo-1.0.0/bin/todo").status == .exited(1))
        #expect(fixture.exists("runtime-6.3.1/bin/nodectl") && fixture.exists("runtime-6.4.0/bin/nodectl"))
    }

    @Test("works on file systems that cannot exchange directories")
    func fallback() throws {
        var fixture = try ReleaseFixture()
        try fixture.assemble()
        fixture.plan.systemConfiguration = ["todo": ["port": 2]]
        fixture.plan.options.overwrite = true
        try fixture.assemble(exchange: exchange(false))
        #expect(try fixture.json("releases/1.0.0/sys.config")["todo"]?["port"] == 2)
        #expect(try FileTree.names(in: FilePaths.parent(of: fixture.output)) == ["todo"])
    }

    @Test("leaves the former release whole and no trace when it fails, at whatever moment")
    func failure() throws {
        var fixture = try ReleaseFixture()
        try fixture.assemble()
        let before = try fixture.tree()
        fixture.plan.options.overwrite = true
        fixture.plan.version = "2.0.0"
        let refusal = HostError.failed(action: "exchange", path: "x", code: ENOSPC)
        let error = #expect(throws: AssemblyError.self) {
            try fixture.assemble(exchange: { (_, _) throws(HostError) in throw refusal })
        }
        #expect(error == .host(refusal) && error?.description.contains("no space is left") == true)
        #expect(try fixture.tree() == before)
        #expect(try FileTree.names(in: FilePaths.parent(of: fixture.output)) == ["todo"])
    }

    @Test("removes what a killed build left, and brings back a tree that was between two names")
    func recovery() throws {
        var fixture = try ReleaseFixture()
        try fixture.assemble()
        let parent = FilePaths.parent(of: fixture.output)
        try FileTree.makeDirectory("\(parent)/.todo.assembling-abc123/bin")
        try FileTree.rename(fixture.output, to: "\(parent)/.todo.former-def456")
        let cookie = try FileTree.readText("\(parent)/.todo.former-def456/releases/COOKIE")
        try fixture.reassemble()
        #expect(try fixture.text("releases/COOKIE") == cookie)
        #expect(try FileTree.names(in: parent) == ["todo"])
    }

    @Test("waits for nobody: a second build at the same time is refused with 75")
    func concurrent() throws {
        let fixture = try ReleaseFixture()
        let parent = FilePaths.parent(of: fixture.output)
        try FileTree.makeDirectory(parent)
        let lock = try FileLock(path: "\(parent)/.todo.lock")
        let error = try #require(fixture.failure())
        #expect(error == .anotherBuild(output: fixture.output) && error.exitCode == 75)
        extendLifetime(lock)
    }

    @Test("always has a complete release in place while trees are exchanged")
    func complete() throws {
        var fixture = try ReleaseFixture()
        try fixture.assemble()
        let output = fixture.output
        let seen = Mutex<[Bool]>([])
        fixture.plan.options.overwrite = true
        try fixture.assemble(exchange: { (path, other) throws(HostError) in
            let isComplete = FileTree.exists("\(output)/bin/todo") && FileTree.exists("\(output)/releases/COOKIE")
            seen.withLock { $0.append(isComplete) }
            return try FileTree.exchange(path, with: other)
        })
        #expect(seen.withLock { $0 } == [true])
    }
}
