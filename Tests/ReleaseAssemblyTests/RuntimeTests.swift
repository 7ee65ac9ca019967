import HostSystem
import JSONValues
import ReleaseAssembly
import ReleaseModel
import TestSupport
import Testing

@Suite("The runtime of a release", .ownThread)
struct RuntimeTests {
    static let libraries = "runtime-6.3.1/lib/swift/linux"
    static let program = "lib/todo-1.0.0/bin/todo"

    /// A program that needs `libgreeting`, which needs `libbase`; it exits with 3 when it finds both.
    private func makeFixture() throws -> ReleaseFixture {
        var fixture = try ReleaseFixture()
        try fixture.addRuntimeLibrary("base")
        try fixture.addRuntimeLibrary("greeting", needing: ["base"])
        try fixture.addRuntimeLibrary("unused")
        try fixture.linkProgram(to: ["greeting", "base"], ["-Wl,-rpath,\(fixture.plan.runtime.libraryDirectory)"])
        return fixture
    }

    @Test("REL-053 REL-061 is every library the program needs, found from wherever the release stands")
    func closure() throws {
        let fixture = try makeFixture()
        try fixture.assemble()
        #expect(try FileTree.names(in: "\(fixture.output)/\(Self.libraries)") == ["libbase.so", "libgreeting.so"])
        let image = try #require(try ELFImage(path: "\(fixture.output)/\(Self.program)"))
        #expect(image.inheritedSearchPath == ["$ORIGIN/../../../\(Self.libraries)"] && image.ownSearchPath.isEmpty)

        let moved = fixture.directory.path("elsewhere with a space")
        try FileTree.rename(fixture.output, to: moved)
        try FileTree.remove(fixture.plan.runtime.libraryDirectory)
        #expect(try runProgram("\(moved)/\(Self.program)").status == .exited(3))
    }

    @Test("REL-053 can be taken from a release for the next one")
    func copyOfCopy() throws {
        var fixture = try makeFixture()
        try fixture.assemble()
        fixture.plan.runtime.libraryDirectory = "\(fixture.output)/\(Self.libraries)"
        fixture.plan.outputPath = fixture.directory.path("second")
        try fixture.assemble()
        #expect(try runProgram("\(fixture.output)/\(Self.program)").status == .exited(3))
    }

    @Test("REL-054 REL-062 is left out when the host's is to be used", arguments: [true, false])
    func excluded(byLinkage: Bool) throws {
        var fixture = try makeFixture()
        if byLinkage { fixture.plan.runtime.linkage = .none } else { fixture.plan.runtime.includeRuntime = false }
        fixture.plan.runtime.backtracer = "/bin/true"
        try fixture.assemble()
        let paths = try fixture.tree().keys.filter { $0.hasPrefix("runtime-6.3.1/") }
        #expect(Set(paths) == ["runtime-6.3.1/bin", "runtime-6.3.1/bin/nodectl"])
        let image = try #require(try ELFImage(path: "\(fixture.output)/\(Self.program)"))
        #expect(image.searchPath.isEmpty, "the toolchain's path must not stay")
        #expect(try fixture.json("releases/1.0.0/manifest.json")["requires"]?["swift"] == "6.3.1")
    }

    @Test("has the backtracer where the Swift runtime looks for it")
    func backtracer() throws {
        var fixture = try makeFixture()
        fixture.plan.runtime.backtracer = "/bin/true"
        try fixture.assemble()
        #expect(try fixture.tree()["runtime-6.3.1/libexec/swift/linux/swift-backtrace"]?.mode == 0o755)
    }

    @Test("of a statically linked program has a backtracer that needs no libraries")
    func staticBacktracer() throws {
        var fixture = try makeFixture()
        fixture.plan.program.executable = "/bin/true"
        fixture.plan.runtime.linkage = .static
        fixture.plan.runtime.backtracer = try fixture.directory.write("dynamic", to: "toolchain/swift-backtrace")
        try fixture.directory.write("static", to: "toolchain/swift-backtrace-static")
        try fixture.assemble()
        #expect(try fixture.text("runtime-6.3.1/libexec/swift/linux/swift-backtrace") == "static")
        #expect(!fixture.exists("runtime-6.3.1/lib"))
    }

    @Test("has the client programs that the script hands over to")
    func clients() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.clients.nodeshell = "/bin/false"
        try fixture.assemble()
        #expect(try FileTree.names(in: "\(fixture.output)/runtime-6.3.1/bin") == ["nodectl", "nodeshell"])
    }

    @Test("gives libraries from elsewhere a search path of their own")
    func rehoming() throws {
        var fixture = try ReleaseFixture()
        try fixture.addRuntimeLibrary("base")
        // A library of the package itself that names the toolchain's directory.
        try fixture.compile(
            "int base_value(void); int extra_value(void) { return 1 + base_value(); }\n",
            to: "home/package/.build/releases/release/libextra.so",
            ["-shared", "-fPIC", "-L\(fixture.plan.runtime.libraryDirectory)", "-lbase"]
                + ["-Wl,-rpath,\(fixture.plan.runtime.libraryDirectory)"]
        )
        let own = fixture.directory.path("home/package/.build/releases/release")
        try fixture.linkProgram(
            to: ["extra"],
            ["-L\(own)", "-Wl,-rpath-link,\(fixture.plan.runtime.libraryDirectory)"]
        )
        try fixture.assemble()
        let image = try #require(try ELFImage(path: "\(fixture.output)/\(Self.libraries)/libextra.so"))
        #expect(image.searchPath == ["$ORIGIN"])
        try FileTree.remove(own)
        #expect(try runProgram("\(fixture.output)/\(Self.program)").status == .exited(2))
    }

    @Test("leaves the family of glibc to the host, and takes libstdc++ along")
    func systemLibraries() throws {
        var fixture = try ReleaseFixture()
        let source = try fixture.directory.write(
            "#include <string>\nint main(int n, char **a) { return std::string(a[0]).size() > 1 ? 0 : 1; }\n",
            to: "home/package/Sources/cpp.cpp"
        )
        let target = fixture.directory.path("home/package/.build/releases/release/cpp")
        let result = try runProgram("clang++", [source, "-o", target])
        try #require(result.status.isSuccess, "\(result.errorText)")
        fixture.plan.program.executable = target
        let release = try fixture.assemble()
        let names = try FileTree.names(in: "\(fixture.output)/\(Self.libraries)")
        #expect(names == ["libgcc_s.so.1", "libstdc++.so.6"])
        #expect(try runProgram("\(fixture.output)/\(Self.program)").status.isSuccess)
        #expect(try #require(release.glibc) >= #require(GlibcVersion("2.17")))
    }

    @Test("needs patchelf and a stripping tool only when there is something to do for them, and says so")
    func missingTools() throws {
        var fixture = try makeFixture()
        let host = HostContext(environment: ["PATH": fixture.directory.path("no-tools")], directory: "/")
        let stripping = #expect(throws: AssemblyError.self) { try fixture.assemble(host: host) }
        #expect(stripping?.description.contains("install the package binutils") == true)
        fixture.plan.options.strip = .none
        let homing = #expect(throws: AssemblyError.self) { try fixture.assemble(host: host) }
        #expect(homing?.description.contains("install the package patchelf") == true)
        fixture.plan.program.executable = "/bin/true"
        try fixture.assemble(host: host)
    }

    @Test("REL-057 that lacks a library is an error naming it and who needs it")
    func missingLibrary() throws {
        var fixture = try makeFixture()
        try FileTree.remove("\(fixture.plan.runtime.libraryDirectory)/libbase.so")
        let error = try #require(fixture.failure())
        #expect(error.description.hasPrefix("the library libbase.so, needed by '"))
        #expect(error.exitCode == 1)
        fixture.plan.clients.nodectl = "/no/nodectl"
        #expect(fixture.failure() == .programMissing(product: "nodectl", path: "/no/nodectl"))
    }
}

@Suite("A glibc version", .ownThread)
struct GlibcVersionTests {
    @Test("is ordered by its numbers")
    func order() throws {
        let texts = ["GLIBC_2.34", "2.4", "2.10", "GLIBC_2.2.5"]
        let versions = try texts.map { try #require(GlibcVersion($0)) }
        #expect(versions.sorted().map(\.description) == ["2.2.5", "2.4", "2.10", "2.34"])
        #expect(GlibcVersion("GLIBC_PRIVATE") == nil && GlibcVersion("2") == nil)
    }
}
