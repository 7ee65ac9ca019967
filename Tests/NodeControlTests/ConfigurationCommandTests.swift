import HostSystem
import NodeControl
import TestSupport
import Testing

@Suite("The commands about a node's configuration", .ownThread)
struct ConfigurationCommandTests {
    private func node(_ mode: String = "ready") throws -> TestNode {
        let node = try TestNode(mode)
        try node.nodectl("daemon")
        return node
    }

    @Test("config prints the text that the node has for it")
    func config() throws {
        let result = try node().nodectl("config")
        #expect(result.status == .exited(0))
        #expect(result.outputText == "fake.ports = [1, 2]  ($PORTS)\nfake.token = <secret>\n")
    }

    @Test("config --json prints keys, values and origins")
    func json() throws {
        let result = try node().nodectl("config", "--json")
        #expect(result.status == .exited(0))
        #expect(
            result.outputText.filter { !" \n".contains($0) }
                == #"{"keys":[{"key":"fake.ports","value":[1,2],"origin":"$PORTS"},{"key":"fake.token","secret":true}]}"#
        )
    }

    @Test("reload says what changed and who was told, or that nothing changed")
    func reload() throws {
        let result = try node().nodectl("reload")
        #expect(result.status == .exited(0))
        #expect(result.outputText == "changed: fake.port\nchanged: fake.host\ntold: fake\n")
        #expect(try node("unchanged").nodectl("reload").outputText == "nothing changed\n")
    }

    @Test("reload passes on what the node warns of")
    func warnings() throws {
        let result = try node("doubtful").nodectl("reload")
        #expect(result.status == .exited(0))
        #expect(result.outputText == "changed: fake.prot\n")
        #expect(result.errorText == "warning: nothing reads fake.prot\n")
    }

    @Test("reload ends with the node's status and message when nothing was changed, and with 69 when it is down")
    func failures() throws {
        let refused = try node("refusing").nodectl("reload")
        #expect(refused.status == .exited(78))
        #expect(refused.errorText == "error: config/runtime.yaml:2:9: fake.port: expected int\n")
        let down = try TestNode()
        #expect(try down.nodectl("reload").status == .exited(69))
        #expect(try down.nodectl("config").status == .exited(69))
    }

    @Test("are refused by a program that does not link Boot, and with words they do not know")
    func plain() throws {
        let node = try TestNode(script: "exec sleep 60")
        try node.nodectl("daemon")
        let result = try node.nodectl("config")
        #expect(result.status == .exited(64))
        #expect(result.errorText.contains("does not link Boot"))
        #expect(try node.nodectl("reload", "now").status == .exited(64))
    }
}
