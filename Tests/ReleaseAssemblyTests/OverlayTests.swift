import HostSystem
import ReleaseAssembly
import ReleaseModel
import TestSupport
import Testing

@Suite("An overlay")
struct OverlayTests {
    private func makeFixture(overlays: [String]) throws -> ReleaseFixture {
        var fixture = try ReleaseFixture()
        fixture.plan.overlays = try overlays.map { try fixture.directory.makeDirectory("home/package/rel/\($0)") }
        return fixture
    }

    @Test("REL-070 is copied over the root with its empty directories, modes and links, templates rendered")
    func copied() throws {
        let fixture = try makeFixture(overlays: ["overlays"])
        let directory = fixture.directory
        try directory.write("private", to: "home/package/rel/overlays/etc/private.conf", mode: 0o600)
        try directory.write(
            "{{name}} {{version}} in {{env}}\n",
            to: "home/package/rel/overlays/hello.sh.mustache",
            mode: 0o750
        )
        try directory.makeDirectory("home/package/rel/overlays/empty/dir", mode: 0o700)
        try FileTree.makeLink(at: directory.path("home/package/rel/overlays/link"), to: "etc/private.conf")
        try FileTree.makeLink(at: directory.path("home/package/rel/overlays/zone"), to: "/etc/localtime")
        try fixture.assemble()
        let tree = try fixture.tree()
        #expect(tree["etc/private.conf"]?.mode == 0o600)
        #expect(tree["hello.sh"]?.mode == 0o750 && tree["hello.sh.mustache"] == nil)
        #expect(try fixture.text("hello.sh") == "todo 1.0.0 in prod\n")
        #expect(tree["empty/dir"]?.kind == .directory && tree["empty/dir"]?.mode == 0o700)
        #expect(tree["link"]?.kind == .link && tree["zone"]?.kind == .link)
    }

    @Test("REL-070 REL-071 comes with templates of the user that replace the built-in ones")
    func templates() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.templatesDirectory = fixture.directory.path("custom")
        try fixture.directory.write("# args of {{name}}\n", to: "custom/vm.args.mustache")
        try fixture.directory.write("# remote of {{name}}\n", to: "custom/remote.vm.args.mustache")
        try fixture.directory.write("export A={{version}}\n", to: "custom/env.sh.mustache")
        try fixture.directory.write("exit 1\n", to: "custom/bin.sh.mustache")
        try fixture.assemble()
        #expect(try fixture.text("releases/1.0.0/vm.args") == "# args of todo\n")
        #expect(try fixture.text("releases/1.0.0/remote.vm.args") == "# remote of todo\n")
        #expect(try fixture.text("releases/1.0.0/env.sh") == "export A=1.0.0\n")
        #expect(try fixture.text("bin/todo") != "exit 1\n")
    }

    @Test("REL-072 replaces files of overlays before it, and keeps their others")
    func order() throws {
        let fixture = try makeFixture(overlays: ["first", "second"])
        try fixture.directory.write("1", to: "home/package/rel/first/etc/a")
        try fixture.directory.write("1", to: "home/package/rel/first/etc/b")
        try fixture.directory.write("2", to: "home/package/rel/second/etc/b")
        try fixture.assemble()
        #expect(try fixture.text("etc/a") == "1")
        #expect(try fixture.text("etc/b") == "2")
    }

    @Test(
        "may not replace a generated file",
        arguments: ["bin/todo", "releases/1.0.0/vm.args", "releases/COOKIE", "lib/todo-1.0.0/bin/todo"]
    )
    func generated(path: String) throws {
        let fixture = try makeFixture(overlays: ["overlays"])
        let source = try fixture.directory.write("mine", to: "home/package/rel/overlays/\(path)")
        let error = try #require(fixture.failure())
        #expect(error == .overlayReplacesGenerated(source: source, path: path) && error.exitCode == 78)
    }

    @Test("may not put a file where a directory is, nor a directory where a file is")
    func kinds() throws {
        let fixture = try makeFixture(overlays: ["first", "second"])
        try fixture.directory.write("1", to: "home/package/rel/first/etc")
        try fixture.directory.write("2", to: "home/package/rel/second/etc/b")
        #expect(fixture.failure()?.exitCode == 78)
        let other = try makeFixture(overlays: ["overlays"])
        try other.directory.write("1", to: "home/package/rel/overlays/lib")
        #expect(other.failure()?.exitCode == 78)
    }

    @Test("may not write through a link of another overlay")
    func throughLink() throws {
        let fixture = try makeFixture(overlays: ["first", "second"])
        let outside = try fixture.directory.makeDirectory("outside")
        try FileTree.makeLink(at: fixture.directory.path("home/package/rel/first/etc"), to: outside)
        try fixture.directory.write("2", to: "home/package/rel/second/etc/b")
        #expect(fixture.failure()?.exitCode == 78)
        #expect(try FileTree.names(in: outside).isEmpty)
    }

    @Test("may not have links that lead out of the release or into the package", arguments: ["../../x", "../x", "abs"])
    func links(target: String) throws {
        let fixture = try makeFixture(overlays: ["overlays"])
        let target = target == "abs" ? "\(fixture.plan.packageRoot)/data" : target
        try FileTree.makeLink(at: fixture.directory.path("home/package/rel/overlays/link"), to: target)
        let error = try #require(fixture.failure())
        #expect(error.exitCode == 78 && error.description.contains("'\(target)'"))
    }

    @Test("that does not exist is refused, naming it")
    func missing() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.overlays = [fixture.directory.path("nowhere")]
        #expect(fixture.failure() == .overlayMissing(path: fixture.directory.path("nowhere")))
    }

    @Test("with a mistake in a template is refused, naming file, line and variable")
    func mistake() throws {
        let fixture = try makeFixture(overlays: ["overlays"])
        let source = try fixture.directory.write("a\n{{nmae}}\n", to: "home/package/rel/overlays/x.mustache")
        let error = try #require(fixture.failure())
        #expect(error.description.hasPrefix("\(source):2: unknown variable 'nmae'") && error.exitCode == 78)
    }
}
