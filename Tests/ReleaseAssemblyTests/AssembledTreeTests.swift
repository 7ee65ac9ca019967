import HostSystem
import JSONValues
import ReleaseAssembly
import ReleaseModel
import TestSupport
import Testing

@Suite("An assembled release", .ownThread)
struct AssembledTreeTests {
    @Test("has every file of the layout, with modes that do not depend on the umask")
    func layout() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.runtimeConfiguration = ["file": "config/runtime.yaml", "values": ["todo": ["port": "${PORT}"]]]
        try fixture.assemble()
        let modes = try fixture.tree().filter { $0.value.kind == .file }.mapValues { String($0.mode, radix: 8) }
        #expect(
            modes == [
                "bin/todo": "755",
                "lib/todo-1.0.0/bin/todo": "755",
                "releases/1.0.0/env.sh": "644",
                "releases/1.0.0/manifest.json": "644",
                "releases/1.0.0/remote.vm.args": "644",
                "releases/1.0.0/runtime.config": "644",
                "releases/1.0.0/sys.config": "644",
                "releases/1.0.0/todo.rel": "644",
                "releases/1.0.0/vm.args": "644",
                "releases/COOKIE": "400",
                "releases/start_release.data": "644",
                "runtime-6.3.1/bin/nodectl": "755",
            ]
        )
        #expect(try fixture.tree().values.allSatisfy { $0.kind != .directory || $0.mode == 0o755 })
    }

    @Test("REL-033 writes a release file that agrees with the tree and names only paths inside it")
    func releaseFile() throws {
        let fixture = try ReleaseFixture()
        try fixture.assemble()
        let release = try fixture.json("releases/1.0.0/todo.rel")
        let program = try #require(release["program"]?["path"]?.asString)
        #expect(program == "lib/todo-1.0.0/bin/todo" && fixture.exists(program))
        #expect(release["name"] == "todo" && release["version"] == "1.0.0" && release["runtime"] == "6.3.1")
        #expect(release["linkage"] == "dynamic" && release["program"]?["boot"] == true)
        #expect(
            release["applications"] == [
                ["name": "database", "version": "0.1.0", "type": "transient", "dependencies": []],
                ["name": "todo", "version": "1.0.0", "type": "permanent", "dependencies": ["database"]],
            ]
        )
    }

    @Test("REL-035 REL-036 REL-066 lists applications that are loaded or not started with their types, in order")
    func startTypes() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.applications = [
            PlannedApplication(name: "tools", version: "1.0.0", type: .none),
            PlannedApplication(name: "metrics", version: "1.0.0", type: .load),
            PlannedApplication(name: "todo", version: "1.0.0", type: .permanent),
        ]
        try fixture.assemble()
        let applications = try fixture.json("releases/1.0.0/todo.rel")["applications"]?.asArray ?? []
        #expect(applications.map { $0["type"] } == ["none", "load", "permanent"])
    }

    @Test("REL-046 says which runtime and version to boot")
    func startData() throws {
        let fixture = try ReleaseFixture(version: "2.1.0-rc.1+build.7")
        try fixture.assemble()
        #expect(try fixture.text("releases/start_release.data") == "6.3.1 2.1.0-rc.1+build.7\n")
    }

    @Test("REL-047 holds the build-time configuration as it was, and no runtime configuration unless there is one")
    func systemConfiguration() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.systemConfiguration = ["todo": ["port": 5454, "hosts": ["a", "b"], "ratio": 0.5, "off": nil]]
        try fixture.assemble()
        #expect(try fixture.json("releases/1.0.0/sys.config") == fixture.plan.systemConfiguration)
        #expect(!fixture.exists("releases/1.0.0/runtime.config"))
    }

    @Test("REL-048 keeps text of every script in the configuration")
    func unicodeConfiguration() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.systemConfiguration = ["todo": ["greeting": "héllo – 日本語 🎉\u{0}\n", "schlüssel": "ünï"]]
        try fixture.assemble()
        #expect(try fixture.json("releases/1.0.0/sys.config") == fixture.plan.systemConfiguration)
    }

    @Test("REL-052 is refused when the configuration holds what cannot be written down, naming the key")
    func unwritable() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.systemConfiguration = ["todo": ["limits": [1, .double(.infinity)]]]
        #expect(fixture.failure() == .unwritableNumber(key: "todo.limits.1", value: "inf"))
    }

    @Test("REL-051 carries the runtime configuration unresolved, with its positions")
    func runtimeConfiguration() throws {
        var fixture = try ReleaseFixture()
        let configuration: JSONValue = [
            "file": "config/runtime.yaml", "values": ["todo": ["port": "${PORT:-5454}"]],
            "positions": ["todo.port": [2, 9]],
        ]
        fixture.plan.runtimeConfiguration = configuration
        try fixture.assemble()
        #expect(try fixture.json("releases/1.0.0/runtime.config") == configuration)
    }

    @Test("lists every file with mode, size and hash, and what a host must have")
    func manifest() throws {
        let fixture = try ReleaseFixture()
        let release = try fixture.assemble()
        let manifest = try fixture.json("releases/1.0.0/manifest.json")
        let files = manifest["files"]?.asArray ?? []
        let paths = files.compactMap { $0["path"]?.asString }
        let expected = try fixture.tree().filter { $0.value.kind == .file }.keys
            .filter { $0 != "releases/COOKIE" && $0 != "releases/1.0.0/manifest.json" }
        #expect(paths == expected.sorted())
        for file in files {
            let path = try #require(file["path"]?.asString)
            let bytes = try FileTree.read("\(fixture.output)/\(path)")
            #expect(file["sha256"]?.asString == Digest.sha256(bytes) && file["size"]?.asInt == bytes.count, "\(path)")
        }
        #expect(files.first { $0["path"] == "bin/todo" }?["mode"] == "0755")
        let glibc = try #require(release.glibc)
        #expect(manifest["requires"]?["glibc"]?.asString == glibc.description)
        #expect(manifest["requires"]?["architecture"]?.asString == (try ELFImage(path: "/bin/true"))?.architecture)
    }

    @Test("REL-074 has neither a script nor launchers when executables are left out, debug information dropped")
    func withoutExecutables() throws {
        var fixture = try ReleaseFixture()
        try fixture.linkProgram(to: [])
        fixture.plan.options.includeExecutables = false
        fixture.plan.options.strip = .debug
        try fixture.assemble()
        let paths = try fixture.tree().keys
        #expect(!paths.contains("bin") && !paths.contains { $0.hasPrefix("runtime-") || $0.hasSuffix("env.sh") })
        #expect(paths.contains("releases/1.0.0/vm.args"))
        let image = try #require(try ELFImage(path: "\(fixture.output)/lib/todo-1.0.0/bin/todo"))
        #expect(image.hasSymbolTable, "symbols are this release's documentation")
        #expect(!image.unloadedSections.contains { $0.name.hasPrefix(".debug") })
    }

    @Test("puts resource bundles beside the program, whatever modes the builder's umask gave them")
    func resources() throws {
        var fixture = try ReleaseFixture()
        let bundle = "home/package/.build/releases/release/todo_Todo.resources"
        try fixture.directory.write("<h1>", to: "\(bundle)/web/index.html", mode: 0o600)
        try fixture.directory.write("#!/bin/sh\n", to: "\(bundle)/hook", mode: 0o700)
        fixture.plan.resourceBundles = [fixture.directory.path(bundle)]
        try fixture.assemble()
        let place = "lib/todo-1.0.0/bin/todo_Todo.resources"
        let tree = try fixture.tree()
        #expect(tree["\(place)/web/index.html"]?.mode == 0o644)
        #expect(tree["\(place)/hook"]?.mode == 0o755)
    }

    @Test("is refused when the program was not built, naming the product and the path")
    func missingProgram() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.program.executable += "-missing"
        let error = try #require(fixture.failure())
        #expect(error == .programMissing(product: "todo", path: fixture.plan.program.executable))
        #expect(error.exitCode == 1 && !FileTree.exists(fixture.output))
    }

    @Test("is refused when a key marked secret has a value in it")
    func secrets() throws {
        for key in ["todo.port", "todo.api.token"] {
            var fixture = try ReleaseFixture()
            fixture.plan.systemConfiguration = ["todo": ["port": 1, "api": ["token": "hunter2"]]]
            fixture.plan.secretKeys = ["todo.other", key]
            let error = try #require(fixture.failure())
            #expect(error == .secretInBuildConfiguration(key: key))
            #expect(error.exitCode == 78 && error.description.contains("config/runtime.yaml"))
            #expect(!error.description.contains("hunter2"))
        }
    }

    @Test("is refused at a place that holds the package itself")
    func outputHoldsPackage() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.outputPath = fixture.directory.path("home")
        #expect(fixture.failure()?.exitCode == 78)
    }
}

@Suite("A cookie")
struct CookieTests {
    @Test("REL-042 is 56 random characters when none is given, readable by its owner alone")
    func random() throws {
        let fixtures = try (0..<2).map { _ in try ReleaseFixture() }
        for fixture in fixtures { try fixture.assemble() }
        let cookies = try fixtures.map { try $0.text("releases/COOKIE") }
        #expect(cookies.allSatisfy { $0.wholeMatch(of: /[A-Z2-7]{56}/) != nil })
        #expect(cookies[0] != cookies[1])
        #expect(try fixtures[0].tree()["releases/COOKIE"]?.mode == 0o400)
    }

    @Test("REL-043 is the one that is given, and stays it")
    func given() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.options.cookie = "abra_cadabra"
        try fixture.assemble()
        fixture.answers = ["y"]
        try fixture.assemble()
        #expect(try fixture.text("releases/COOKIE") == "abra_cadabra")
    }

    @Test("stays the one of the former tree when none is given")
    func kept() throws {
        var fixture = try ReleaseFixture()
        try fixture.assemble()
        let cookie = try fixture.text("releases/COOKIE")
        try fixture.reassemble()
        #expect(try fixture.text("releases/COOKIE") == cookie)
        #expect(try fixture.tree()["releases/COOKIE"]?.mode == 0o400)
    }

    @Test("REL-044 that changed is replaced only by consent", arguments: [("n", "first"), ("y", "second")])
    func changed(answer: String, expected: String) throws {
        var fixture = try ReleaseFixture()
        fixture.plan.options.cookie = "first"
        try fixture.assemble()
        fixture.plan.options.cookie = "second"
        fixture.answers = ["y", answer]
        try fixture.assemble()
        #expect(try fixture.text("releases/COOKIE") == expected)
    }

    @Test("REL-045 that changed is replaced without asking when overwriting")
    func overwritten() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.options.cookie = "first"
        try fixture.assemble()
        fixture.plan.options.cookie = "second"
        try fixture.reassemble()
        #expect(try fixture.text("releases/COOKIE") == "second")
    }

    @Test("that is empty or has white space is refused", arguments: ["", "two words", "line\n"])
    func malformed(text: String) throws {
        var fixture = try ReleaseFixture()
        fixture.plan.options.cookie = text
        #expect(fixture.failure() == .malformedCookie)
    }
}
