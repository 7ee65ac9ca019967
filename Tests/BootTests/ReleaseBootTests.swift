import JSONValues
import Posix
import TestSupport
import Testing

@Suite("A node in a release", .ownThread, .serialized, .timeLimit(.minutes(3)))
struct ReleaseBootTests {
    /// A release whose script runs the fixture again outside of it.
    private func makeRelease() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let script = """
            #!/bin/sh
            echo "script $* pid $$ node ${RELEASE_NODE-none} socket ${RELEASE_SOCKET-none}"
            unset RELEASE_ROOT
            exec "\(try BuiltProducts.program("BootFixture"))"
            """
        try directory.write(script, to: "bin/shop", mode: 0o755)
        try directory.write(
            #"{"shop":{"port":1,"motto":"grüß Gott, 世界"}}"#,
            to: "releases/1.0.0/sys.config",
            mode: 0o444
        )
        try directory.write(
            #"{"file":"config/runtime.yaml","values":{"shop":{"port":"${SHOP_PORT}"}},"positions":{"shop.port":[2,9]}}"#,
            to: "releases/1.0.0/runtime.config"
        )
        try directory.write(#"{"applications":[]}"#, to: "releases/1.0.0/shop.rel")
        try directory.write("secret\n", to: "releases/COOKIE", mode: 0o400)
        try directory.write("-env COLOUR red\n-env TASTE sweet\n", to: "releases/1.0.0/vm.args")
        return directory
    }

    private func variables(of release: TemporaryDirectory) -> [String: String] {
        [
            "RELEASE_ROOT": release.path, "RELEASE_VSN": "1.0.0", "RELEASE_NODE": "shop_1", "SHOP_PORT": "8123",
            "RELEASE_DERIVED": "RELEASE_NODE RELEASE_VSN", "TASTE": "sour",
        ]
    }

    @Test("REL-079 REL-080 sees cookie, root, version and configuration, that of the host over that of the build")
    func facts() throws {
        let release = try makeRelease()
        let node = try FixtureNode(variables(of: release))
        #expect(try node.report() == "ready\n")
        #expect(try node.output().contains("port 8123"))
        #expect(try node.evaluate("Shop.cookie()")["json"] == "secret")
        #expect(try node.evaluate("Node.root")["json"] == .string(release.path))
        #expect(try node.evaluate("Node.version")["json"] == "1.0.0")
        #expect(try node.evaluate("Node.name")["json"] == "shop")
        #expect(try node.evaluate("Shop.motto()")["json"] == "grüß Gott, 世界")
        #expect(try node.evaluate("Shop.variable(\"COLOUR\")")["json"] == "red")
        #expect(try node.evaluate("Shop.variable(\"TASTE\")")["json"] == "sour")
    }

    @Test("REL-080 tells which variable its configuration lacks, with file and line")
    func missingVariable() throws {
        let release = try makeRelease()
        let node = try FixtureNode(variables(of: release).filter { $0.key != "SHOP_PORT" })
        let report = try node.report()
        #expect(report.hasPrefix("failed 78 config/runtime.yaml:2:9"))
        #expect(report.contains("SHOP_PORT"))
        #expect(try node.wait() == .exited(78))
    }

    @Test("restarts in the same process with its settings read again")
    func restart() throws {
        let release = try makeRelease()
        let node = try FixtureNode(variables(of: release))
        #expect(try node.report() == "ready\n")
        #expect(try node.call("restart")["pid"]?.asInt == Int(node.pid))
        try node.waitForLog("ready in ", times: 2)
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
        let output = try node.output()
        #expect(output.contains("script start pid \(node.pid) node none socket none"))
        #expect(output.filter { $0 == "store stopped" }.count == 2)
    }

    @Test("stops with 0 also when TERM comes in the middle of a restart")
    func termDuringRestart() throws {
        var generator = SeededGenerator(seed: 7)
        let release = try makeRelease()
        for _ in 0..<10 {
            let node = try FixtureNode(variables(of: release))
            #expect(try node.report() == "ready\n")
            _ = try node.call("restart")
            let instant = Deadline.after(.microseconds(Int.random(in: 0..<20_000, using: &generator)))
            while !instant.hasPassed {}  // the test is about time: there is no event to wait for
            try node.send(.terminate)
            #expect(try node.wait() == .exited(0))
        }
    }
}
