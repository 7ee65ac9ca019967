import ConfigurationProviders
import ControlProtocol
import HostSystem
import JSONValues
import NodeConfiguration
import Posix
import TestSupport
import Testing

@Suite("A reload", .ownThread, .serialized, .timeLimit(.minutes(3)))
struct ReloadTests {
    private let release: FixtureRelease
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write(#"{"shop": {"port": 5}}"#, to: "shop.json")
        try directory.write("hunter2", to: "run/shop.token")
        var recipe = ConfigurationRecipe()
        recipe.providers = [
            try FixtureRelease.builtIn("file", .string(directory.path("shop.json"))),
            try FixtureRelease.builtIn("secrets", ["directory": .string(directory.path("run"))]),
            FixtureRelease.ledger,
        ]
        recipe.fixed = [FixedValue(path: "shop.size", value: .int(3))]
        recipe.keeping = .kept
        release = try FixtureRelease(recipe: recipe)
    }

    private func ready() throws -> FixtureNode {
        let node = try release.boot()
        #expect(try node.report() == "ready\n")
        return node
    }

    @Test("CFG-037 runs the providers again, tells applications what changed, and keeps the result")
    func change() throws {
        let node = try ready()
        try directory.write(#"{"shop": {"port": 6, "author": "me"}}"#, to: "shop.json")
        #expect(
            try node.call("reload") == ["changed": ["shop.author", "shop.port"], "applications": ["shop"]]
        )
        #expect(try node.output().filter { $0.hasPrefix("ledger") }.count == 2)
        #expect(try node.output().last == #"shop told of ["shop.author", "shop.port"]"#)
        #expect(try node.evaluate("Shop.author()")["json"] == "me")
        let kept = try JSONValue(parsing: release.directory.text(of: "tmp/shop_1.config"))
        #expect(kept["values"]?["shop"]?["port"] == 6)
        #expect(try node.log().contains("configuration read again (process"))
        #expect(try node.call("reload") == ["changed": [], "applications": []])
        #expect(try node.output().filter { $0.hasPrefix("shop told") }.count == 1)
    }

    @Test("is followed by a listing in which lists look as evaluation shows them")
    func listing() throws {
        try directory.write(#"{"shop": {"colours": ["red", "light blue"], "sizes": [1, 2]}}"#, to: "shop.json")
        let node = try ready()
        let text = "\n" + (try #require(try node.call("config")["text"]?.asString))
        for (key, list) in [("colours", #"["red", "light blue"]"#), ("sizes", "[1, 2]")] {
            #expect(text.contains("\nshop.\(key) = \(list)  ("), "\(text)")
            #expect(try node.evaluate(list)["text"] == .string(list))
        }
        #expect(text.contains("\nshop.token = <secret>"))
    }

    @Test("warns of keys that nothing reads, in its answer and in the log, like a boot")
    func unknownKeys() throws {
        let node = try ready()
        try directory.write(#"{"shop": {"port": 5, "prot": 6}}"#, to: "shop.json")
        let warning = "\(directory.path("shop.json")):1:30: nothing reads the key shop.prot; did you mean 'shop.port'?"
        #expect(try node.call("reload")["warnings"] == [.string(warning)])
        #expect(try node.log().contains(warning))
        try directory.write(#"{"shop": {"port": 5}}"#, to: "shop.json")
        #expect(try node.call("reload")["warnings"] == nil)
    }

    static let mistakes: [(file: String, message: String, exit: Int32)] = [
        (#"{"shop": {"port": "x"}}"#, "shop.json:1:19: shop.port: expected int, found the string \"x\"", 78),
        (#"{"shop": {"port": 6"#, "the configuration provider 'file ", 78),
        (#"{"shop": {"port": 6, "size": 4}}"#, "shop.size was fixed at 3 when the release was built, but is 4 now", 78),
        (#"{"shop": {"port": 666}}"#, "application 'shop' refuses the new configuration: port 666 is taken", 1),
    ]

    @Test("changes nothing when it fails, and says why with an honest status", arguments: mistakes)
    func mistake(file: String, message: String, exit: Int32) throws {
        let node = try ready()
        let before = try node.call("config")
        try directory.write(file, to: "shop.json")
        let failure = try #require(try node.failure(of: "reload"))
        #expect(failure.message.contains(message), "\(failure.message)")
        #expect(failure.exit == exit)
        #expect(try node.call("config") == before)
        #expect(try node.log().contains("configuration not read again"))
        try directory.write(#"{"shop": {"port": 7}}"#, to: "shop.json")
        #expect(try node.call("reload")["changed"] == ["shop.port"])
    }

    @Test("with a secret that changed names the key and never the value, in answers, log, status or process")
    func secret() throws {
        let node = try ready()
        #expect(try node.evaluate("Shop.secret()")["json"] == true)
        try directory.write("correct horse", to: "run/shop.token")
        #expect(try node.call("reload")["changed"] == ["shop.token"])
        #expect(try node.evaluate("Shop.secret()")["json"] == false)
        let texts = [
            try node.call("config").text(), try node.call("status").text(), try node.log(),
            try node.output().joined(), try node.evaluate("Node.applications")["text"]?.asString ?? "",
            String(decoding: try Files.read("/proc/\(node.pid)/environ"), as: UTF8.self),
            String(decoding: try Files.read("/proc/\(node.pid)/cmdline"), as: UTF8.self),
        ]
        for text in texts {
            #expect(!text.contains("hunter2") && !text.contains("correct horse"))
        }
        #expect(try node.call("config").text().contains(#""key":"shop.token","secret":true"#))
        #expect(try Files.status(of: release.directory.path("tmp/shop_1.config")).permissions == 0o600)
    }

    /// How the control script has crashes reported, but for the place of the reporter.
    private func crashReports() throws -> String {
        let script = try FileTree.readText("\(BuiltProducts.packageRoot())/templates/release/bin.sh.mustache")
        let line = try #require(script.split(separator: "\n").first { $0.contains("SWIFT_BACKTRACE=enable=") })
        let settings = line.drop { $0 == " " }.dropFirst("SWIFT_BACKTRACE=".count)
        return settings.split(separator: ",").filter { !$0.hasPrefix("swift-backtrace=") }.joined(separator: ",")
    }

    @Test("of a node that crashes while it uses a secret leaves no trace of it in the report")
    func crash() throws {
        let secret = "correct horse battery staple"
        try directory.write(secret, to: "run/shop.token")
        let node = try release.boot(["SWIFT_BACKTRACE": try crashReports()])
        #expect(try node.report() == "ready\n")
        _ = try node.call("reload")
        #expect(throws: (any Error).self) { try node.evaluate("Shop.crash()") }
        #expect(try node.wait().shellCode == 139)
        let report = try node.log() + (try node.output().joined(separator: "\n"))
        #expect(report.contains("toNowhere"), "\(report)")
        #expect(!report.contains("correct") && !report.contains("63 6f 72 72 65 63 74"))
    }

    @Test("is refused while the node is booting or stopping")
    func obstacles() throws {
        let node = try release.boot(["FIXTURE_SHOP": "hang"])
        try node.waitForOutput("shop starting")
        #expect(try node.failure(of: "reload")?.exit == ExitCode.notNow.rawValue)
        #expect(try node.failure(of: "config")?.exit == ExitCode.notNow.rawValue)
    }
}
