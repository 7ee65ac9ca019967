import ConfigurationProviders
import JSONValues
import NodeConfiguration
import TestSupport

/// A release of the fixture as far as configuration goes.
struct FixtureRelease {
    let directory: TemporaryDirectory

    init(
        system: JSONValue = ["shop": ["port": 1, "size": 3]],
        runtime: JSONValue? = nil,
        recipe: ConfigurationRecipe = ConfigurationRecipe()
    ) throws {
        directory = try TemporaryDirectory()
        try directory.write(system.text(), to: "releases/1.0.0/sys.config")
        if let runtime {
            let json: JSONValue = [
                "file": "config/runtime.yaml", "values": runtime, "positions": ["shop.port": [2, 9]],
            ]
            try directory.write(json.text(), to: "releases/1.0.0/runtime.config")
        }
        try directory.write(recipe.json.text(), to: "releases/1.0.0/providers.config")
        let origins: JSONValue = ["files": ["config/config.yaml"], "positions": ["shop.size": [0, 3, 9]]]
        try directory.write(origins.text(), to: "releases/1.0.0/origins.config")
        try directory.write(#"{"applications":[]}"#, to: "releases/1.0.0/shop.rel")
        try directory.makeDirectory("tmp", mode: 0o700)
    }

    var variables: [String: String] {
        [
            "RELEASE_ROOT": directory.path, "RELEASE_VSN": "1.0.0", "RELEASE_NODE": "shop_1",
            "RELEASE_TMP": directory.path("tmp"),
        ]
    }

    func boot(_ further: [String: String] = [:]) throws -> FixtureNode {
        try FixtureNode(variables.merging(further) { $1 })
    }

    /// The state of a provider as a build writes it.
    static func builtIn(_ name: String, _ options: JSONValue) throws -> ConfigurationRecipe.Provider {
        .init(name: name, isBuiltIn: true, state: try BuiltInProviders.state(of: name, options: options))
    }

    static let ledger = ConfigurationRecipe.Provider(name: "ledger", isBuiltIn: false, state: ["motto": "waste not"])
}
