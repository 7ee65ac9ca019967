import HostSystem
import ReleaseAssembly
import ReleaseModel
import TestSupport
import Testing

@Suite("Stripping", .ownThread)
struct StripTests {
    static let program = "lib/todo-1.0.0/bin/todo"
    /// Linked like this, a program needs no new search path, which would make it larger.
    static let rightPath = "-Wl,--disable-new-dtags,-rpath,$ORIGIN/../../../runtime-6.3.1/lib/swift/linux"

    private func assembled(_ strip: StripMode, _ flags: [String] = []) throws -> (ReleaseFixture, ELFImage, Int) {
        var fixture = try ReleaseFixture()
        try fixture.addRuntimeLibrary("base")
        try fixture.linkProgram(to: ["base"], flags)
        fixture.plan.options.strip = strip
        try fixture.assemble()
        let path = "\(fixture.output)/\(Self.program)"
        let size = try #require(try FileTree.status(of: path)).size
        return (fixture, try #require(try ELFImage(path: path)), size)
    }

    @Test("REL-055 REL-059 REL-063 makes the program smaller: no symbols and no debug information")
    func symbols() throws {
        let (fixture, image, size) = try assembled(.symbols, [Self.rightPath])
        let original = try #require(try FileTree.status(of: fixture.plan.program.executable)).size
        #expect(size < original)
        #expect(!image.hasSymbolTable && !image.unloadedSections.contains { $0.name.hasPrefix(".debug") })
        #expect(try runProgram("\(fixture.output)/\(Self.program)").status == .exited(1))
    }

    @Test("REL-064 can keep the symbols and drop the debug information")
    func debug() throws {
        let (_, image, _) = try assembled(.debug)
        #expect(image.hasSymbolTable && !image.unloadedSections.contains { $0.name.hasPrefix(".debug") })
    }

    @Test("REL-056 REL-060 REL-065 can be turned off: every section stays, none is compressed")
    func off() throws {
        let (fixture, image, size) = try assembled(.none, [Self.rightPath])
        let original = try #require(try FileTree.status(of: fixture.plan.program.executable)).size
        #expect(size == original)
        #expect(image.hasSymbolTable && image.unloadedSections.contains { $0.name == ".debug_info" })
    }

    @Test("REL-061 strips the libraries of the runtime as well")
    func libraries() throws {
        let (fixture, _, _) = try assembled(.symbols)
        let library = "\(fixture.output)/runtime-6.3.1/lib/swift/linux/libbase.so"
        #expect(try ELFImage(path: library)?.hasSymbolTable == false)
    }

    @Test("REL-058 keeps programs runnable, whatever mode they were built with")
    func modes() throws {
        var fixture = try ReleaseFixture()
        try FileTree.setMode(0o700, of: fixture.plan.program.executable)
        try fixture.assemble()
        #expect(try fixture.tree()[Self.program]?.mode == 0o755)
        fixture.plan.options.strip = .none
        try fixture.reassemble()
        #expect(try fixture.tree()[Self.program]?.mode == 0o755)
    }

    @Test("REL-057 copies what it cannot read as it is")
    func script() throws {
        let fixture = try ReleaseFixture()
        try FileTree.write("#!/bin/sh\nexit 7\n", to: fixture.plan.program.executable, mode: 0o755)
        try fixture.assemble()
        #expect(try fixture.text(Self.program) == "#!/bin/sh\nexit 7\n")
        #expect(try runProgram("\(fixture.output)/\(Self.program)").status == .exited(7))
    }

    @Test("keeps the note by which a program says that it links Boot")
    func note() throws {
        var fixture = try ReleaseFixture()
        let source = """
            struct note { int name, size, type; char text[16]; int protocol; };
            __attribute__((used, retain, section(".note.swift-release"), aligned(4)))
            static const struct note note = {14, 4, 1, "swift-release", 1};
            int main(void) { return 0; }

            """
        fixture.plan.program.executable = try fixture.compile(source, to: "home/package/.build/releases/release/noted")
        try fixture.assemble()
        #expect(try ELFImage(path: "\(fixture.output)/\(Self.program)")?.linksBoot == true)
        #expect(try ELFImage(path: "/bin/true")?.linksBoot == false)
    }
}
