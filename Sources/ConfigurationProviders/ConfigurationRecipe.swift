package import JSONValues
package import NodeConfiguration

/// What a release says about its configuration besides the values themselves: the file `providers.config`.
package struct ConfigurationRecipe: Sendable {
    /// What becomes of the configuration that a boot worked out.
    package enum Keeping: String, CaseIterable, Sendable {
        /// It is in memory alone.
        case no
        /// It is in `RELEASE_TMP/NODE.config`.
        case kept
        /// It is there until the node has booted.
        case pruned
    }

    /// A provider and what the release carries of it.
    package struct Provider: Sendable {
        package var name: String
        package var isBuiltIn: Bool
        package var state: JSONValue

        package init(name: String, isBuiltIn: Bool, state: JSONValue) {
            self.name = name
            self.isBuiltIn = isBuiltIn
            self.state = state
        }
    }

    /// The providers in order, besides the runtime file.
    package var providers: [Provider] = []
    /// Values that the definition of the release puts over those of `config.yaml`.
    package var extra: JSONValue = .object([:])
    package var fixed: [FixedValue] = []
    package var keeping = Keeping.no

    /// Where values of `extra` stand.
    package static let extraOrigin = ConfigurationOrigin.file("rel/Release.swift")

    /// Nothing besides the values.
    package init() {}

    /// Reads the form in a release; nil when it is none.
    package init?(_ json: JSONValue) {
        guard json["schemaVersion"] == 1, let list = json["providers"]?.asArray else { return nil }
        for entry in list {
            guard let name = entry["name"]?.asString else { return nil }
            providers.append(
                Provider(name: name, isBuiltIn: entry["builtIn"] == true, state: entry["state"] ?? .null)
            )
        }
        extra = json["extra"] ?? .object([:])
        fixed = (json["fixed"]?.asArray ?? []).compactMap { FixedValue($0) }
        guard let keeping = Keeping(rawValue: json["keep"]?.asString ?? "no") else { return nil }
        self.keeping = keeping
    }

    /// The form in a release.
    package var json: JSONValue {
        [
            "schemaVersion": 1,
            "providers": .array(
                providers.map { ["name": .string($0.name), "builtIn": .bool($0.isBuiltIn), "state": $0.state] }
            ),
            "extra": extra,
            "fixed": .array(fixed.map(\.json)),
            "keep": .string(keeping.rawValue),
        ]
    }
}
