import ControlSocket
import JSONValues
import Posix
import TestSupport
import Testing

@Suite("The start type of an application decides what its end means:", .ownThread, .serialized, .timeLimit(.minutes(3)))
struct StartTypeTests {
    /// A node of a release that gives the shop this type.
    private func boot(_ type: String, _ variables: [String: String] = [:]) throws -> (FixtureRelease, FixtureNode) {
        let release = try FixtureRelease(system: [:])
        let shop: JSONValue = ["name": "shop", "version": "1.0.0", "type": .string(type)]
        let file: JSONValue = ["applications": [shop]]
        try release.directory.write(file.text(), to: "releases/1.0.0/shop.rel")
        return (release, try release.boot(variables))
    }

    private func states(_ node: FixtureNode) throws -> [String: String] {
        let applications = try node.evaluate("Node.applications")["json"]?.asArray ?? []
        return Dictionary(
            uniqueKeysWithValues: applications.map { ($0["name"]?.asString ?? "", $0["state"]?.asString ?? "") }
        )
    }

    /// The node is still there, and stops with 0.
    private func expectAlive(_ node: FixtureNode, shop state: String) throws {
        #expect(try node.call("ping") == "pong")
        #expect(try states(node) == ["store": "running", "shop": state])
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
        #expect(try node.output().last == "store stopped")
    }

    /// The node has stopped in order because of the shop.
    private func expectStopped(_ node: FixtureNode, _ ending: String) throws {
        #expect(try node.wait() == .exited(1))
        #expect(try node.output().suffix(2) == ["store stopping", "store stopped"])
        #expect(try node.log().contains(ending))
    }

    // MARK: Normal ends

    @Test("APP-020 a permanent one that ends normally stops the node with 1")
    func permanentNormal() throws {
        let (release, node) = try boot("permanent")
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        _ = try node.evaluate("Shop.end()")
        try expectStopped(node, "application 'shop' (permanent) ended")
    }

    @Test("APP-021 APP-022 others that end normally leave the node running", arguments: ["transient", "temporary"])
    func otherNormal(type: String) throws {
        let (release, node) = try boot(type)
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        _ = try node.evaluate("Shop.end()")
        try node.waitForLog("application 'shop' (\(type)) ended")
        try expectAlive(node, shop: "ended")
    }

    // MARK: Abnormal ends

    @Test(
        "APP-020 APP-021 a permanent or transient one that fails stops the node with 1",
        arguments: [
            "permanent", "transient",
        ]
    )
    func abnormal(type: String) throws {
        let (release, node) = try boot(type)
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        _ = try node.evaluate("Shop.burn()")
        try expectStopped(node, "application 'shop' (\(type)) ended with an error: burnt down")
    }

    @Test("APP-022 a temporary one that fails is only reported")
    func temporaryAbnormal() throws {
        let (release, node) = try boot("temporary")
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        _ = try node.evaluate("Shop.burn()")
        try node.waitForLog("application 'shop' (temporary) ended with an error: burnt down")
        try expectAlive(node, shop: "failed")
    }

    @Test("APP-021 APP-022 a tree that gave up counts as failed", arguments: ["permanent", "transient", "temporary"])
    func gaveUp(type: String) throws {
        let (release, node) = try boot(type, ["FIXTURE_SHOP": "tree"])
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        _ = try node.evaluate("Shop.crashClerk()")
        try node.waitForOutput("clerk ends: failed: had enough\nclerk begins")
        _ = try node.evaluate("Shop.crashClerk()")
        let ending = "application 'shop' (\(type)) ended with an error: shutdown"
        if type == "temporary" {
            try node.waitForLog(ending)
            try expectAlive(node, shop: "failed")
        } else {
            try expectStopped(node, ending)
        }
    }

    // MARK: Ends at once

    @Test(
        "APP-020 a permanent one that ends at once keeps the node from running, status 1",
        arguments: [
            "brief", "broken",
        ]
    )
    func permanentAtOnce(wish: String) throws {
        let (release, node) = try boot("permanent", ["FIXTURE_SHOP": wish])
        defer { withExtendedLifetime(release) {} }
        try expectStopped(node, "application 'shop' (permanent) ended")
    }

    @Test("APP-021 a transient one that ends at once does so only when it failed")
    func transientAtOnce() throws {
        let (release, brief) = try boot("transient", ["FIXTURE_SHOP": "brief"])
        #expect(try brief.report() == "ready\n")
        try brief.waitForLog("application 'shop' (transient) ended")
        try expectAlive(brief, shop: "ended")
        let (other, broken) = try boot("transient", ["FIXTURE_SHOP": "broken"])
        try expectStopped(broken, "application 'shop' (transient) ended with an error: shop is broken")
        withExtendedLifetime((release, other)) {}
    }

    @Test(
        "APP-022 a temporary one that ends at once never does",
        arguments: [("brief", "ended"), ("broken", "failed")]
    )
    func temporaryAtOnce(wish: String, state: String) throws {
        let (release, node) = try boot("temporary", ["FIXTURE_SHOP": wish])
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        try node.waitForLog("application 'shop' (temporary) ended")
        try expectAlive(node, shop: state)
    }

    // MARK: What is not started

    @Test("APP-023 one that is only loaded is not started, and can be called and started")
    func load() throws {
        let (release, node) = try boot("load", ["FIXTURE_SHOP": "broken"])
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        #expect(try states(node) == ["store": "running", "shop": "loaded"])
        #expect(try node.evaluate("Shop.sum(1, 2)")["json"] == 3)
        #expect(try node.evaluate("Node.ensureStarted(\"shop\")")["json"] == ["shop"])
        try node.waitForLog("application 'shop' (temporary) ended with an error")
        try expectAlive(node, shop: "failed")
    }

    @Test("APP-023 one of type none is unknown to the node")
    func none() throws {
        let (release, node) = try boot("none", ["FIXTURE_SHOP": "broken"])
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        #expect(try node.failure(of: "eval", ["expression": "Shop.sum(1, 2)"]) != nil)
        try expectAlive(node, shop: "unloaded")
    }

    // MARK: Trees

    @Test("APP-025 APP-026 a tree of processes ends from its top before what it depends on")
    func tree() throws {
        let (release, node) = try boot("permanent", ["FIXTURE_SHOP": "tree"])
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
        #expect(
            try node.output().suffix(4)
                == ["clerk begins", "clerk ends: shutdown", "store stopping", "store stopped"]
        )
    }

    @Test("APP-027 a hard halt ends the process at once with its status, and calls nothing")
    func halt() throws {
        let (release, node) = try boot("permanent", ["FIXTURE_SHOP": "tree"])
        defer { withExtendedLifetime(release) {} }
        #expect(try node.report() == "ready\n")
        let client = try node.connect()
        #expect(throws: (any Error).self) {
            try client.call("eval", ["expression": "Shop.halt(7)"], until: .after(seconds: 20))
        }
        client.close()
        #expect(try node.wait() == .exited(7))
        #expect(try node.output().last == "clerk begins")
    }
}

@Suite("Stopping a node under fire", .ownThread, .serialized, .timeLimit(.minutes(3)))
struct StopOrderTests {
    @Test("keeps the order when TERM comes while it stops already")
    func termDuringStop() throws {
        let node = try FixtureNode(["FIXTURE_STOP": "late", "RELEASE_STOP_TIMEOUT": "0.3"])
        #expect(try node.report() == "ready\n")
        _ = try node.call("stop")
        try node.waitForOutput("shop stopping")
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
        #expect(
            try node.output().suffix(4) == ["shop stopping", "shop stopped", "store stopping", "store stopped"]
        )
    }

    @Test("cancels an application whose stop hangs when its time is over, says which, and stops the others after it")
    func lateStop() throws {
        let node = try FixtureNode(["FIXTURE_STOP": "late", "RELEASE_STOP_TIMEOUT": "0.1"])
        #expect(try node.report() == "ready\n")
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
        #expect(
            try node.output().suffix(4) == ["shop stopping", "shop stopped", "store stopping", "store stopped"]
        )
        #expect(try node.log().contains("warning shop: limit=\"0.1 seconds\" did not stop in time; cancelling it"))
    }

    @Test("goes on without an application that nothing ends, and says which")
    func lostStop() throws {
        let node = try FixtureNode([
            "FIXTURE_STOP": "hang", "RELEASE_STOP_TIMEOUT": "0.1", "RELEASE_KILL_TIMEOUT": "30",
        ])
        #expect(try node.report() == "ready\n")
        try node.send(.terminate)
        #expect(try node.wait() == .exited(0))
        let log = try node.log()
        #expect(log.contains("store: limit=\"0.1 seconds\" did not stop in time"))
        #expect(log.contains("store: limit=\"5.0 seconds\" does not react to cancellation; going on without it"))
        #expect(try node.output().suffix(2) == ["shop stopped", "store stopping"])
    }

    @Test("is cut short by a second TERM, whichever application hangs")
    func secondTerm() throws {
        let node = try FixtureNode(["FIXTURE_STOP": "late"])
        #expect(try node.report() == "ready\n")
        try node.send(.terminate)
        try node.waitForOutput("shop stopping")
        try node.send(.terminate)
        #expect(try node.wait() == .signaled(.terminate))
        #expect(try node.log().contains("ended at once by a second signal"))
        #expect(try !node.output().contains("store stopping"))
    }
}
