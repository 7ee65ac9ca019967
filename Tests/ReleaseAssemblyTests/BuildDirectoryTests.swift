import HostSystem
import JSONValues
import ReleaseAssembly
import ReleaseModel
import TestSupport
import Testing

@Suite("Directories of the build machine", .ownThread)
struct BuildDirectoryTests {
    /// Every file of the tree that holds `text`.
    private func files(in fixture: ReleaseFixture, naming text: String) throws -> [String] {
        try fixture.tree().filter { $0.value.kind == .file }.keys.filter { path in
            try FileTree.read("\(fixture.output)/\(path)").offset(of: Array(text.utf8)) != nil
        }
    }

    @Test("are in no file of a release, though compilers put them into programs", arguments: StripMode.allCases)
    func programs(strip: StripMode) throws {
        var fixture = try ReleaseFixture()
        let package = fixture.plan.packageRoot
        try fixture.addRuntimeLibrary("base")
        let source = """
            #include <stdio.h>
            int base_value(void);
            int main(void) {
                puts("\(package)/.build/x86_64/release/todo_Todo.resources");
                puts(__FILE__);
                return base_value();
            }

            """
        fixture.plan.program.executable = try fixture.compile(
            source,
            to: "home/package/.build/releases/release/noisy",
            [
                "-L\(fixture.plan.runtime.libraryDirectory)", "-lbase",
                "-Wl,-rpath,\(fixture.plan.runtime.libraryDirectory)",
            ]
        )
        fixture.plan.options.strip = strip
        try fixture.assemble()
        #expect(try files(in: fixture, naming: package).isEmpty)
        #expect(try files(in: fixture, naming: fixture.directory.path("toolchain")).isEmpty)
        let result = try runProgram("\(fixture.output)/lib/todo-1.0.0/bin/todo")
        let lines = result.outputText.split(separator: "\n")
        #expect(result.status == .exited(1) && lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("/src///") })
        #expect(lines.first?.hasSuffix("/.build/x86_64/release/todo_Todo.resources") == true)
    }

    @Test("written by the author of a program are refused, naming the file and the path")
    func authored() throws {
        var fixture = try ReleaseFixture()
        let package = fixture.plan.packageRoot
        fixture.plan.program.executable = try fixture.compile(
            "#include <stdio.h>\nint main(void) { return puts(\"\(package)/data\"); }\n",
            to: "home/package/.build/releases/release/careless"
        )
        let error = try #require(fixture.failure())
        let expected = AssemblyError.namesBuildDirectory(
            file: "lib/todo-1.0.0/bin/todo",
            directory: package,
            mention: "\(package)/data"
        )
        #expect(error == expected)
    }

    @Test("in a text file are refused, naming the file")
    func texts() throws {
        var fixture = try ReleaseFixture()
        let package = fixture.plan.packageRoot
        let overlay = try fixture.directory.makeDirectory("home/package/rel/overlays")
        let file = try fixture.directory.write("data = \(package)/data\n", to: "home/package/rel/overlays/etc/app.conf")
        fixture.plan.overlays = [overlay]
        let error = try #require(fixture.failure())
        #expect(error.description.contains("'\(file)' would not work elsewhere: it names the directory '\(package)'"))
        #expect(!FileTree.exists(fixture.output), "nothing is left of a failed build")
        #expect(try FileTree.names(in: FilePaths.parent(of: fixture.output)).isEmpty)
    }

    @Test("in the configuration are refused")
    func configuration() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.systemConfiguration = ["todo": ["data": .string("\(fixture.plan.packageRoot)/data")]]
        #expect(fixture.failure()?.description.contains("releases/1.0.0/sys.config") == true)
    }

    @Test("are not confused with others whose names begin alike")
    func alike() throws {
        var fixture = try ReleaseFixture()
        fixture.plan.systemConfiguration = ["todo": ["data": .string("\(fixture.plan.packageRoot)-data/x")]]
        try fixture.assemble()
    }
}
