import HostSystem
import JSONValues
import ReleaseAssembly
import ReleaseModel
import TestSupport
import Testing

@Suite("An archive of a release", .ownThread)
struct ArchiveTests {
    /// The members of an archive as GNU tar lists them.
    private func members(of path: String) throws -> [String] {
        let result = try runProgram("tar", ["-tzf", path], environment: ["LC_ALL": "C.UTF-8"])
        try #require(result.status.isSuccess, "\(result.errorText)")
        return result.outputText.split(separator: "\n").map(String.init)
    }

    @Test("REL-076 lies beside the releases and holds all of this one: script, configuration, overlays, runtime")
    func contents() throws {
        var fixture = try ReleaseFixture()
        try fixture.addRuntimeLibrary("base")
        try fixture.linkProgram(to: ["base"])
        fixture.plan.options.cookie = "shared"
        fixture.plan.runtimeConfiguration = ["values": [:]]
        fixture.plan.overlays = [try fixture.directory.makeDirectory("home/package/rel/overlays")]
        try fixture.directory.makeDirectory("home/package/rel/overlays/empty")
        try fixture.directory.write("x", to: "home/package/rel/overlays/etc/ünï 🎉.conf")
        let release = try fixture.assemble()
        try FileTree.makeDirectory("\(fixture.output)/lib/unrelated-0.1.0/bin")
        try FileTree.makeDirectory("\(fixture.output)/releases/0.9.0")
        try FileTree.makeDirectory("\(fixture.output)/tmp/log")

        let path = try Archiver().tar(release)
        #expect(path == "\(fixture.plan.packageRoot)/_build/prod/todo-1.0.0.tar.gz")
        #expect(
            try members(of: path).filter { !$0.hasSuffix("/") }
                == [
                    "bin/todo", "etc/ünï 🎉.conf", "lib/todo-1.0.0/bin/todo", "releases/1.0.0/env.sh",
                    "releases/1.0.0/manifest.json", "releases/1.0.0/remote.vm.args", "releases/1.0.0/runtime.config",
                    "releases/1.0.0/sys.config", "releases/1.0.0/todo.rel", "releases/1.0.0/vm.args", "releases/COOKIE",
                    "releases/start_release.data", "runtime-6.3.1/bin/nodectl",
                    "runtime-6.3.1/lib/swift/linux/libbase.so",
                ].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        )
        #expect(try members(of: path).contains("empty/"))
    }

    @Test("REL-077 of a release with a path of its own lies inside it, and has no runtime when that is left out")
    func customPath() throws {
        var fixture = try ReleaseFixture()
        try fixture.addRuntimeLibrary("base")
        try fixture.linkProgram(to: ["base"])
        fixture.plan.outputPath = fixture.directory.path("custom")
        fixture.plan.runtime.includeRuntime = false
        let path = try Archiver().tar(try fixture.assemble())
        #expect(path == fixture.directory.path("custom/todo-1.0.0.tar.gz"))
        #expect(try !members(of: path).contains { $0.contains("lib/swift") || $0.hasSuffix(".tar.gz") })
    }

    @Test("REL-078 does not hold the runtime that an earlier build left")
    func leftoverRuntime() throws {
        var fixture = try ReleaseFixture()
        try fixture.assemble()
        fixture.plan.version = "1.1.0"
        fixture.plan.runtime.swiftVersion = "6.4.0"
        let path = try Archiver().tar(try fixture.assemble())
        #expect(fixture.exists("runtime-6.3.1"))
        #expect(try !members(of: path).contains { $0.contains("6.3.1") || $0.contains("1.0.0") })
    }

    @Test("is the same bytes for the same release, wherever and whenever it is built")
    func reproducible() throws {
        var archives: [[UInt8]] = []
        for _ in 0..<2 {
            let fixture = try ReleaseFixture()
            archives.append(try FileTree.read(try Archiver().tar(try fixture.assemble())))
        }
        #expect(archives[0] == archives[1])
    }

    @Test("has owners 0, the modes and times of the plan, links as links, no member twice and no random cookie")
    func metadata() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.overlays = [try fixture.directory.makeDirectory("home/package/rel/overlays")]
        try fixture.directory.write("x", to: "home/package/rel/overlays/etc/private", mode: 0o600)
        try FileTree.makeLink(at: fixture.directory.path("home/package/rel/overlays/link"), to: "etc/private")
        let path = try Archiver().tar(try fixture.assemble())
        let listing = try runProgram(
            "tar",
            ["-tvzf", path, "--numeric-owner", "--full-time"],
            environment: ["TZ": "UTC", "LC_ALL": "C"]
        ).outputText.split(separator: "\n")
        #expect(listing.allSatisfy { $0.contains(" 0/0 ") && $0.contains("2023-11-14 22:13:20") })
        #expect(listing.contains { $0.hasPrefix("-rw------- ") && $0.hasSuffix(" etc/private") })
        #expect(listing.contains { $0.hasPrefix("lrwxrwxrwx ") && $0.hasSuffix(" link -> etc/private") })
        let names = try members(of: path)
        #expect(Set(names).count == names.count && !names.contains("releases/COOKIE"))
    }

    @Test("unpacks into a release that is the same files")
    func unpacked() throws {
        let fixture = try ReleaseFixture()
        let path = try Archiver().tar(try fixture.assemble())
        let target = try fixture.directory.makeDirectory("unpacked")
        try #require(try runProgram("tar", ["-xzf", path, "-C", target]).status.isSuccess)
        let unpacked = try FileTree.entries(below: target)
        let original = try fixture.tree().filter { $0.key != "releases/COOKIE" }
        #expect(Set(unpacked.map(\.path)) == Set(original.keys))
        #expect(unpacked.allSatisfy { $0.status.mode == original[$0.path]?.mode })
    }

    @Test("that cannot be written leaves no part of it, and says why")
    func unwritable() throws {
        let fixture = try ReleaseFixture()
        let release = try fixture.assemble()
        let path = fixture.directory.path("missing/x.tar.gz")
        let error = #expect(throws: AssemblyError.self) { try Archiver().tar(release, to: path) }
        #expect(error?.exitCode == 1 && error?.description.contains("missing") == true)
    }
}
