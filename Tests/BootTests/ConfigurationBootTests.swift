import ConfigurationProviders
import ControlProtocol
import HostSystem
import JSONValues
import NodeConfiguration
import Posix
import TestSupport
import Testing

@Suite("The configuration of a booting node", .ownThread, .serialized, .timeLimit(.minutes(3)))
struct ConfigurationBootTests {
    private func recipe(
        _ providers: [ConfigurationRecipe.Provider],
        keeping: ConfigurationRecipe.Keeping = .no,
        fixed: [FixedValue] = []
    ) -> ConfigurationRecipe {
        var recipe = ConfigurationRecipe()
        (recipe.providers, recipe.keeping, recipe.fixed) = (providers, keeping, fixed)
        return recipe
    }

    /// Key, value and origin of each line that `config` shows.
    private func shown(_ node: FixtureNode) throws -> [String] {
        (try node.call("config")["keys"]?.asArray ?? []).map { entry in
            let value = entry["secret"] == true ? "secret" : entry["value"]?.text() ?? "nothing"
            return "\(entry["key"]?.asString ?? "") \(value) \(entry["origin"]?.asString ?? "nowhere")"
        }
    }

    @Test(
        "CFG-026 CFG-031 CFG-034 CFG-045 REL-115 is that of the build, the extra one, the runtime file, then each provider's, before anything starts"
    )
    func order() throws {
        var recipe = recipe([
            FixtureRelease.ledger, try FixtureRelease.builtIn("environment", ["prefix": "SHOP"]),
        ])
        recipe.extra = ["shop": ["port": 2, "size": 4]]
        let release = try FixtureRelease(runtime: ["shop": ["port": "${PORT}"]], recipe: recipe)
        let node = try release.boot(["PORT": "3", "SHOP__AUTHOR": "grüß 世界"])
        #expect(try node.report() == "ready\n")
        #expect(
            try node.output() == [
                "ledger loads over size 4", "store starting", "store started", "shop starting", "shop started",
                "port 3",
            ]
        )
        #expect(
            try shown(node) == [
                "shop.author \"grüß 世界\" $SHOP__AUTHOR", "shop.motto \"waste not\" ledger",
                "shop.port \"3\" config/runtime.yaml:2:9", "shop.size 4 rel/Release.swift",
            ]
        )
        #expect(try node.evaluate("Shop.motto()")["json"] == "waste not")
    }

    @Test("tells the places of what the build has set")
    func places() throws {
        let release = try FixtureRelease()
        let node = try release.boot()
        #expect(try node.report() == "ready\n")
        let path = release.directory.path("releases/1.0.0/sys.config")
        #expect(try shown(node) == ["shop.port 1 \(path)", "shop.size 3 config/config.yaml:3:9"])
    }

    @Test("CFG-042 stops the boot when a provider fails, with its name, its reason, and no secret")
    func failing() throws {
        let directory = try TemporaryDirectory()
        try directory.write("hunter2\n", to: "run/shop.token")
        let secrets = try FixtureRelease.builtIn("secrets", ["directory": .string(directory.path("run"))])
        let release = try FixtureRelease(recipe: recipe([secrets, FixtureRelease.ledger]))
        let node = try release.boot(["FIXTURE_LEDGER": "fail"])
        let message = "the configuration provider 'ledger' failed: no answer about \"<secret>\""
        #expect(try node.report() == "failed 78 \(message)\n")
        #expect(try node.wait() == .exited(78))
        #expect(try node.log().contains("cannot start: \(message)"))
        #expect(try !node.log().contains("hunter2"))
        #expect(try node.output() == ["ledger loads over size 3"])
    }

    @Test("stops the boot when a provider takes too long, also one that blocks its thread")
    func overdue() throws {
        let release = try FixtureRelease(recipe: recipe([FixtureRelease.ledger]))
        let node = try release.boot(["FIXTURE_LEDGER": "block", "RELEASE_PROVIDER_TIMEOUT": "0.3"])
        #expect(
            try node.report() == "failed 78 the configuration provider 'ledger' did not finish within 0.3 s; "
                + "RELEASE_PROVIDER_TIMEOUT sets this limit\n"
        )
        #expect(try node.wait() == .exited(78))
    }

    @Test("lets a provider use the main actor")
    func mainActor() throws {
        let release = try FixtureRelease(recipe: recipe([FixtureRelease.ledger]))
        let node = try release.boot(["FIXTURE_LEDGER": "main"])
        #expect(try node.report() == "ready\n")
        #expect(try node.evaluate("Shop.author()")["json"] == "main actor")
    }

    @Test("CFG-044 stops the boot when a file or a provider is not what it should be, naming it")
    func broken() throws {
        let release = try FixtureRelease(recipe: recipe([.init(name: "vault", isBuiltIn: false, state: nil)]))
        #expect(
            try release.boot().report() == "failed 78 the program has no configuration provider 'vault'; its "
                + "configurationProviders are ledger\n"
        )
        let fine = try FixtureRelease(recipe: recipe([FixtureRelease.ledger]))
        let nowhere = try fine.boot(["RELEASE_SYS_CONFIG": "/nowhere/sys"])
        #expect(try nowhere.report().contains("/nowhere/sys.config"))
        #expect(try nowhere.wait() == .exited(78))
        try fine.directory.write("[1]", to: "releases/1.0.0/providers.config")
        #expect(try fine.boot().report().contains("providers.config: is no list of configuration providers"))
    }

    @Test("REL-115 begins with the file that RELEASE_SYS_CONFIG names, and still runs the providers")
    func givenSystem() throws {
        let release = try FixtureRelease(recipe: recipe([FixtureRelease.ledger]))
        let path = try release.directory.write(#"{"shop":{"port":77}}"#, to: "other/sys.config")
        let node = try release.boot(["RELEASE_SYS_CONFIG": release.directory.path("other/sys")])
        #expect(try node.report() == "ready\n")
        #expect(try shown(node) == ["shop.motto \"waste not\" ledger", "shop.port 77 \(path)"])
    }

    // MARK: - Kept

    @Test(
        "CFG-032 CFG-033 CFG-035 CFG-036 REL-113 REL-114 REL-116 is kept in one closed file, from which a second boot runs no provider"
    )
    func kept() throws {
        let directory = try TemporaryDirectory()
        try directory.write("hunter2", to: "run/shop.token")
        let secrets = try FixtureRelease.builtIn("secrets", ["directory": .string(directory.path("run"))])
        let release = try FixtureRelease(
            system: ["shop": ["port": 1, "size": 3, "author": "grüß Gott, 世界"]],
            recipe: recipe([secrets, FixtureRelease.ledger], keeping: .kept)
        )
        let first = try release.boot()
        #expect(try first.report() == "ready\n")
        let file = release.directory.path("tmp/shop_1.config")
        #expect(try Files.names(in: release.directory.path("tmp")) == ["shop_1.config"])
        #expect(try Files.status(of: file).permissions == 0o600)
        let kept = try JSONValue(parsing: try Files.read(file))
        #expect(kept["values"]?["shop"]?["author"] == "grüß Gott, 世界")
        #expect(kept["computed"] == true)
        #expect(kept["values"]?["shop"]?["motto"] == "waste not")
        try first.send(.terminate)
        #expect(try first.wait() == .exited(0))

        // No provider may run: this one would fail.
        let second = try release.boot(["RELEASE_SYS_CONFIG": file, "FIXTURE_LEDGER": "fail"])
        #expect(try second.report() == "ready\n")
        #expect(try second.output().first == "store starting")
        #expect(try second.evaluate("Shop.secret()")["json"] == true)
        #expect(try second.evaluate("Shop.author()")["json"] == "grüß Gott, 世界")
        #expect(try shown(second).contains("shop.token secret \(file)"))
        #expect(try Files.names(in: release.directory.path("tmp")) == ["shop_1.config"])
    }

    @Test("CFG-036 REL-117 is removed once the node has booted, or failed to, when it is to be pruned")
    func pruned() throws {
        let release = try FixtureRelease(recipe: recipe([FixtureRelease.ledger], keeping: .pruned))
        let node = try release.boot()
        #expect(try node.report() == "ready\n")
        #expect(try Files.names(in: release.directory.path("tmp")).isEmpty)
        let failing = try release.boot(["FIXTURE_STORE": "fail"])
        #expect(try failing.report().hasPrefix("failed 1 "))
        #expect(try failing.wait() == .exited(1))
        #expect(try Files.names(in: release.directory.path("tmp")).isEmpty)
    }

    @Test("CFG-044 stops the boot when it cannot be kept, naming the file")
    func unwritable() throws {
        let release = try FixtureRelease(recipe: recipe([FixtureRelease.ledger], keeping: .kept))
        let node = try release.boot(["RELEASE_TMP": release.directory.path("gone")])
        #expect(
            try node.report() == "failed 78 cannot write the configuration to "
                + "\(release.directory.path("gone"))/shop_1.config: No such file or directory\n"
        )
        #expect(try node.wait() == .exited(78))
        #expect(try node.output() == ["ledger loads over size 3"])
    }

    // MARK: - Fixed

    @Test("CFG-039 CFG-040 REL-083 REL-084 REL-118 stops the boot over a fixed value that differs, with both")
    func fixed() throws {
        let fixed = FixedValue(path: "shop.size", value: .int(3))
        let release = try FixtureRelease(recipe: recipe([FixtureRelease.ledger], keeping: .kept, fixed: [fixed]))
        let same = try release.boot()
        #expect(try same.report() == "ready\n")
        let careless = try FixtureRelease(recipe: recipe([FixtureRelease.ledger]))
        let unchecked = try careless.boot(["FIXTURE_LEDGER": "resize"])
        #expect(try unchecked.report() == "ready\n")
        let other = try release.boot(["FIXTURE_LEDGER": "resize"])
        let report = try other.report()
        #expect(
            report.hasPrefix("failed 78 ledger: shop.size was fixed at 3 when the release was built, but is 9 now; ")
        )
        #expect(try other.wait() == .exited(78))
        let changed = try release.directory.write(#"{"computed":true,"values":{"shop":{"size":4}}}"#, to: "kept.config")
        #expect(
            try release.boot(["RELEASE_SYS_CONFIG": changed]).report().contains(
                "was fixed at 3 when the release was "
                    + "built, but is 4 now"
            )
        )
    }
}
