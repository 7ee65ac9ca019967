import HostSystem
import TestSupport
import Testing

@testable import ReleaseCommands

@Suite("Templates and overlays of a release", .ownThread)
struct TemplateTests {
    @Test("REL-070 come from rel: templates are rendered with the release, overlays are copied with empty directories")
    func standard() throws {
        let package = try ExamplePackage()
        for name in ["env.sh", "vm.args", "remote.vm.args"] {
            try package.write("# \(name) of {{name}} {{version}}\n", to: "rel/\(name).mustache")
        }
        try package.write("plain\n", to: "rel/overlays/share/plain.txt")
        try FileTree.makeDirectory(package.path("rel/overlays/empty"))
        let outcome = package.run("build", "--version", "1.0.0")
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        let root = "_build/prod/rel/todo"
        for name in ["env.sh", "vm.args", "remote.vm.args"] {
            #expect(try package.text("\(root)/releases/1.0.0/\(name)") == "# \(name) of todo 1.0.0\n")
        }
        #expect(try package.text("\(root)/share/plain.txt") == "plain\n" && package.exists("\(root)/empty"))
    }

    @Test("REL-071 come from another directory when the definition names one")
    func elsewhere() throws {
        let package = try ExamplePackage(
            manifest: #"let releases = [Release("todo", version: "1.0.0", templates: "deploy")]"#
        )
        try package.write("# wrong\n", to: "rel/env.sh.mustache")
        try package.write("# right\n", to: "deploy/env.sh.mustache")
        try package.write("here\n", to: "deploy/overlays/here.txt")
        #expect(package.run("build").status == 0)
        #expect(try package.text("_build/prod/rel/todo/releases/1.0.0/env.sh") == "# right\n")
        #expect(package.exists("_build/prod/rel/todo/here.txt"))
    }

    @Test("REL-072 are laid over each other in order, later files over earlier ones")
    func layers() throws {
        let package = try ExamplePackage(
            manifest: #"let releases = [Release("todo", version: "1.0.0", overlays: ["second"])]"#
        )
        try package.write("first\n", to: "rel/overlays/share/both.txt")
        try package.write("first\n", to: "rel/overlays/share/first.txt")
        try package.write("second\n", to: "second/share/both.txt")
        #expect(package.run("build").status == 0)
        let share = "_build/prod/rel/todo/share"
        #expect(try package.text("\(share)/both.txt") == "second\n" && package.text("\(share)/first.txt") == "first\n")
    }

    @Test("REL-074 are left out, like the script, when the release gets no executables")
    func noExecutables() throws {
        let package = try ExamplePackage(
            manifest: #"let releases = [Release("todo", version: "1.0.0", includeExecutables: false, strip: .debug)]"#
        )
        #expect(package.run("build").status == 0)
        #expect(!package.exists("_build/prod/rel/todo/bin"))
        #expect(package.exists("_build/prod/rel/todo/lib/todo-1.0.0/bin/todo"))
    }

    @Test("are refused when a template uses an unknown variable, naming file, line and variable")
    func unknownVariable() throws {
        let package = try ExamplePackage()
        try package.write("# fine\n# {{verison}}\n", to: "rel/env.sh.mustache")
        let outcome = package.run("build")
        #expect(outcome.status == 78)
        #expect(outcome.errorOutput.contains("env.sh.mustache:2") && outcome.errorOutput.contains("verison"))
    }

    @Test("are refused when a directory that is listed does not exist")
    func missingOverlay() throws {
        let package = try ExamplePackage(
            manifest: #"let releases = [Release("todo", version: "1.0.0", overlays: ["nothing"])]"#
        )
        let outcome = package.run("build")
        #expect(outcome.status == 78 && outcome.errorOutput.contains("'overlays' of release 'todo' names 'nothing'"))
    }
}
