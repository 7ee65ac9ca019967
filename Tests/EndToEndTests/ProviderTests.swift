import Foundation
import Testing

@Suite("A release with a configuration provider of the program's own", .serialized, .timeLimit(.minutes(20)))
struct ProviderTests {
    private let token = "correct-horse-battery-staple"

    @Test("CFG-026 carries what the provider was when it was built, and boots with what that makes of the host")
    func state() async throws {
        try await withDepot(["DEPOT_PLACE": "harbour"]) { node in
            let carried = try String(contentsOfFile: "\(node.root)/releases/1.0.0/providers.config", encoding: .utf8)
            let json = try #require(try JSONSerialization.jsonObject(with: Data(carried.utf8)) as? [String: Any])
            let providers = try #require(json["providers"] as? [[String: Any]])
            #expect(providers.map { $0["name"] as? String } == ["Warehouse"])
            #expect(providers.map { $0["state"] as? [String: [String]] } == [["shelves": ["bolts", "nuts"]]])

            try await expectSuccess(node.run("daemon"))
            let shelves = try await node.run("rpc", "Depot.shelves()")
            #expect(shelves.text == #"["bolts, open at \"harbour\"", "nuts, open at \"harbour\""]"#, "\(shelves)")
            let evaluated = try await node.with(["DEPOT_PLACE": "hill"]).run("eval", "Depot.shelves()")
            #expect(evaluated.text == #"["bolts, open at \"hill\"", "nuts, open at \"hill\""]"#, "\(evaluated)")
        }
    }

    @Test("names the provider as the origin of what it gives, and masks what it hides")
    func origins() async throws {
        try await withDepot { node in
            try await expectSuccess(node.run("daemon"))
            let length = try await node.run("rpc", "Depot.tokenLength()")
            #expect(length.text == "\(token.count)", "\(length)")
            let shown = try await node.run("config")
            #expect(
                shown.text.split(separator: "\n") == [
                    #"depot.limit = 5  (config/config.json:1:21)"#,
                    #"depot.place = "nowhere"  (config/runtime.json:1:21)"#,
                    #"depot.shelves = ["bolts, open at \"nowhere\"", "nuts, open at \"nowhere\""]  (Warehouse)"#,
                    #"depot.token = <secret>  (Warehouse)"#,
                ],
                "\(shown)"
            )
            let outputs = [shown, try await node.run("config", "--json"), try await node.run("logs")]
            for result in outputs { #expect(!(result.output + result.errors).contains(token), "\(result)") }
            let files = try await Command("grep", "-rlaF", "--devices=skip", token, node.root).run()
            #expect(files.output.isEmpty && files.status == 1, "\(files)")
        }
    }

    @Test(
        "CFG-042 does not start when the provider throws, and says which one and why",
        arguments: ["daemon", "start"]
    )
    func throwing(command: String) async throws {
        try await withDepot(notice: "closed") { node in
            let refused = try await node.run(command)
            #expect(refused.status == 78, "\(refused)")
            let message = #"the configuration provider 'Warehouse' failed: the warehouse at "nowhere" is closed"#
            #expect(refused.errors.contains(message), "\(refused)")
            let status = try await node.run("status")
            #expect(status.status == 69, "\(status)")
        }
    }

    @Test("ends a provider that hangs when its time is over", arguments: ["silent", "blocked"])
    func hanging(manner: String) async throws {
        try await withDepot(notice: manner, ["RELEASE_PROVIDER_TIMEOUT": "0.5"]) { node in
            for words in [["daemon"], ["eval", "1 + 1"]] {
                let refused = try await Command([node.script] + words).with(node.environment).run()
                #expect(refused.status == 78, "\(refused)")
                let message = "the configuration provider 'Warehouse' did not finish within 0.5 s"
                #expect(refused.errors.contains(message), "\(refused)")
            }
            let status = try await node.run("status")
            #expect(status.status == 69, "\(status)")
        }
    }

    @Test("keeps its configuration when the provider throws at a reload, and takes what it gives at the next")
    func reload() async throws {
        try await withDepot { node in
            try await expectSuccess(node.run("daemon"))
            try node.notice("closed")
            let refused = try await node.run("reload")
            #expect(refused.status == 78, "\(refused)")
            #expect(refused.errors.contains("'Warehouse' failed: the warehouse at"), "\(refused)")
            #expect(try await node.run("rpc", "Depot.shelves()").text.contains("bolts, open at"))
            try node.notice("on sale")
            let reload = try await node.run("reload")
            #expect(reload.status == 0 && reload.output.contains("depot.shelves"), "\(reload)")
            #expect(try await node.run("rpc", "Depot.shelves()").text.contains("bolts, on sale at"))
        }
    }

    @Test("is not built when the provider cannot be made, and the former one stays")
    func unmade() async throws {
        let root = try await BuiltRelease.depot.root
        let failed = try await DepotPackage.build(catalogue: "", into: root)
        #expect(failed.status == 78, "\(failed)")
        #expect(
            failed.errors.contains("the configuration provider 'Warehouse' failed: the catalogue is empty"),
            "\(failed)"
        )
        try await withDepot { node in
            try await expectSuccess(node.run("daemon"))
        }
    }

    /// Runs `body` with a fresh copy of the release, whose node is ended whatever happens.
    ///
    /// The provider finds `notice` on the door of the warehouse.
    private func withDepot(
        notice: String = "open",
        _ environment: [String: String] = [:],
        _ body: (Node) async throws -> Void
    ) async throws {
        let scratch = try Scratch("depot")
        let node = try await BuiltRelease.depot.copy(to: "\(scratch.path)/depot")
            .with(["DEPOT_TOKEN": token, "DEPOT_NOTICE": "\(scratch.path)/notice"]).with(environment)
        try node.notice(notice)
        do {
            try await body(node)
            try await node.run("stop", "--force")
        } catch {
            try await node.run("stop", "--force")
            throw error
        }
    }
}

extension Node {
    /// Puts a notice on the door of the warehouse.
    fileprivate func notice(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: try #require(environment["DEPOT_NOTICE"])))
    }
}
