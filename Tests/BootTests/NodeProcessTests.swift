import ControlProtocol
import JSONValues
import Posix
import TestSupport
import Testing

@Suite("A node", .ownThread, .serialized, .timeLimit(.minutes(3)))
struct NodeProcessTests {
    @Test("REL-079 starts its applications in order, says that it is ready, and stops them in reverse")
    func startAndStop() throws {
        let node = try FixtureNode()
        #expect(try node.report() == "ready\n")
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
        #expect(
            try node.output() == [
                "store starting", "store started", "shop starting", "shop started", "port 8080",
                "shop stopping", "shop stopped", "store stopping", "store stopped",
            ]
        )
        let log = try node.log()
        for line in ["starting shop (pid \(node.pid))", "started store, shop", "ready in ", "signal TERM", "stopped"] {
            #expect(log.contains(line))
        }
    }

    @Test("ends with 0 and in order whenever TERM or INT comes")
    func termAtAnyInstant() throws {
        var generator = SeededGenerator(seed: 20_261_121)
        for _ in 0..<20 {
            let node = try FixtureNode(["FIXTURE_STORE": "slow", "FIXTURE_SHOP": "slow"])
            let instant = Deadline.after(.microseconds(Int.random(in: 0..<80_000, using: &generator)))
            while !instant.hasPassed {}  // the test is about time: there is no event to wait for
            try node.send(Bool.random(using: &generator) ? .terminate : .interrupt)
            #expect(try node.wait() == .exited(0))
            expectOrder(try node.output())
        }
    }

    /// What had started was stopped, the last first.
    private func expectOrder(_ lines: [String]) {
        for name in ["store", "shop"] where lines.contains("\(name) started") {
            #expect(lines.contains("\(name) stopped"))
        }
        if let shop = lines.firstIndex(of: "shop stopped"), let store = lines.firstIndex(of: "store stopping") {
            #expect(shop < store)
        }
    }

    @Test("stops while an application hangs in its start")
    func termDuringHang() throws {
        let node = try FixtureNode(["FIXTURE_SHOP": "hang"])
        try node.waitForOutput("shop starting")
        #expect(try node.failure(of: "ping")?.exit == 75)
        try node.send(.terminate)
        #expect(try node.report().hasPrefix("failed 75 stopped while it was booting"))
        #expect(try node.wait() == .exited(0))
        #expect(try node.output().suffix(2) == ["store stopping", "store stopped"])
    }

    @Test("ends at once by the second TERM")
    func secondTerm() throws {
        let node = try FixtureNode(["FIXTURE_STOP": "hang"])
        #expect(try node.report() == "ready\n")
        try node.send(.terminate)
        try node.waitForLog("stopping (signal TERM)")
        try node.send(.terminate)
        #expect(try node.wait() == .signaled(.terminate))
    }

    @Test("kills itself when stopping outlasts its limits")
    func stopLimit() throws {
        let node = try FixtureNode([
            "FIXTURE_STOP": "hang", "RELEASE_STOP_TIMEOUT": "0.05", "RELEASE_KILL_TIMEOUT": "0.05",
        ])
        #expect(try node.report() == "ready\n")
        try node.send(.hangUp)
        let status = try node.wait()
        // Whoever is first: the controller that goes on without the application, or the last limit.
        #expect([.signaled(.kill), .exited(0)].contains(status))
    }

    @Test("fails with 124 when booting outlasts its limit")
    func bootLimit() throws {
        let node = try FixtureNode(["FIXTURE_SHOP": "hang", "RELEASE_BOOT_TIMEOUT": "0.2"])
        #expect(try node.report().hasPrefix("failed 124 not started within 0.2 s"))
        #expect(try node.wait() == .exited(124))
        #expect(try node.output().last == "store stopped")
    }

    @Test("fails with 1 when an application cannot start, and stops the others")
    func failingStart() throws {
        let node = try FixtureNode(["FIXTURE_SHOP": "fail"])
        #expect(try node.report() == "failed 1 application 'shop' could not start: shop is closed\n")
        #expect(try node.wait() == .exited(1))
        #expect(try node.output().last == "store stopped")
    }

    @Test("ends with 1 when a permanent application ends")
    func permanentEnd() throws {
        let node = try FixtureNode()
        #expect(try node.report() == "ready\n")
        _ = try node.evaluate("Shop.end()")
        #expect(try node.wait() == .exited(1))
        #expect(try node.output().last == "store stopped")
        #expect(try node.log().contains("application 'shop' (permanent) ended"))
    }

    @Test("writes the stacks of all threads into its log on QUIT, and goes on")
    func backtrace() throws {
        let node = try FixtureNode()
        #expect(try node.report() == "ready\n")
        try node.send(.quit)
        try node.waitForLog("\"node-supervisor\"")
        #expect(try node.call("ping") == "pong")
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
        let log = try node.log()
        #expect(log.contains("threads of process \(node.pid)"))
        #expect(log.contains("\"control-socket\""))
        #expect(!log.contains("does not answer"))
    }

    @Test("refuses a broken vm.args with file and line")
    func brokenArguments() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("# flags\n-evaluaton full\n", to: "vm.args")
        let node = try FixtureNode(["RELEASE_VM_ARGS": path])
        let message = "\(path):2: unknown flag '-evaluaton'; did you mean '--evaluation'?"
        #expect(try node.report() == "failed 78 \(message)\n")
        #expect(try node.wait() == .exited(78))
        #expect(try node.log().contains(message))
    }

    @Test("refuses a configuration of the wrong type, naming the key and never a secret")
    func brokenConfiguration() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(#"{"shop":{"port":"http","token":12345}}"#, to: "sys.config")
        let node = try FixtureNode(["RELEASE_SYS_CONFIG": path])
        let report = try node.report()
        #expect(report.hasPrefix("failed 78 "))
        #expect(report.contains("shop.port: expected int"))
        #expect(!report.contains("12345"))
        #expect(try node.wait() == .exited(78))
    }

    @Test("reads config/*.yaml and config/*.json of its working directory outside of a release")
    func developmentConfiguration() throws {
        let node = try FixtureNode(["SHOP_PORT": "8123"]) { directory in
            try directory.write(#"{"shop":{"port":1,"token":"x"}}"#, to: "config/config.json")
            try directory.write("shop:\n  port: ${SHOP_PORT}\n", to: "config/runtime.yaml")
        }
        #expect(try node.report() == "ready\n")
        #expect(try node.output().contains("port 8123"))
    }

    @Test("tells where a configuration file outside of a release is wrong")
    func brokenDevelopmentConfiguration() throws {
        let node = try FixtureNode { try $0.write("shop:\n  port: http\n", to: "config/config.yaml") }
        #expect(try node.report().hasPrefix("failed 78 config/config.yaml:2:"))
        #expect(try node.wait() == .exited(78))
    }
}
