import ReleaseModel
import Testing

@Suite("The layout of a release")
struct ReleaseLayoutTests {
    @Test("puts everything below the root, named by release, version, program and runtime")
    func paths() {
        let layout = ReleaseLayout(
            root: "/srv/todo",
            name: "todo",
            version: "1.0.0",
            runtimeVersion: "6.3.1",
            program: "Todo"
        )
        #expect(layout.script == "/srv/todo/bin/todo")
        #expect(layout.releaseFile == "/srv/todo/releases/1.0.0/todo.rel")
        #expect(layout.programPath == "/srv/todo/lib/Todo-1.0.0/bin/Todo")
        #expect(layout.runtimeLibraryDirectory == "/srv/todo/runtime-6.3.1/lib/swift/linux")
        #expect(layout.relative.programPath == "lib/Todo-1.0.0/bin/Todo")
    }
}
