import Applications
import ConfigurationProviders
import Expressions
import JSONValues
import NodeConfiguration

/// What a program tells about itself without starting anything.
struct ProgramDescription {
    /// In start order, dependencies first.
    private let catalog: ApplicationCatalog
    private let roots: [any Application.Type]
    private var providers: [JSONValue] = []

    init(_ applications: [any Application.Type]) throws(ApplicationError) {
        catalog = try ApplicationCatalog(applications)
        roots = applications
    }

    /// Makes the providers that a release wants from their options: `[{"name": "Vault", "options": {…}}]`.
    mutating func add(_ wanted: String, of types: [any ConfigurationProvider.Type]) throws {
        for entry in try JSONValue(parsing: wanted).asArray ?? [] {
            guard let name = entry["name"]?.asString else { continue }
            let state = try ProviderChain.state(of: name, options: entry["options"] ?? .null, among: types)
            providers.append(["name": .string(name), "state": state])
        }
    }

    var json: JSONValue {
        [
            "schemaVersion": 1,
            "protocol": .int(NodeMarker.protocolVersion),
            "applications": .array(catalog.entries.map(Self.describe)),
            "root": .array(roots.map { .string($0.name) }),
            "providers": .array(providers),
        ]
    }

    private static func describe(_ entry: ApplicationEntry) -> JSONValue {
        [
            "name": .string(entry.name),
            "version": .string(entry.version),
            "dependencies": names(entry.dependencies),
            "optionalDependencies": names(entry.optionalDependencies),
            "included": [],
            "exports": names(entry.exports.functions.map(\.name)),
            "secretKeys": names(entry.keys.filter(\.isSecret).map(\.path.description)),
            "fixedKeys": names(entry.keys.filter(\.isFixed).map(\.path.description)),
            "keys": .array(entry.keys.map(describe)),
        ]
    }

    private static func names(_ names: [String]) -> JSONValue {
        .array(names.map { .string($0) })
    }

    private static func describe(_ key: any ConfigurationKeyDeclaration) -> JSONValue {
        ["key": .string(key.path.description), "type": .string(key.typeName)]
    }
}
