import Applications
import Expressions
import JSONValues
import NodeConfiguration

/// What a program tells about itself without starting anything.
struct ProgramDescription {
    /// In start order, dependencies first.
    private let catalog: ApplicationCatalog
    private let roots: [any Application.Type]

    init(_ applications: [any Application.Type]) throws(ApplicationError) {
        catalog = try ApplicationCatalog(applications)
        roots = applications
    }

    var json: JSONValue {
        [
            "schemaVersion": 1,
            "protocol": .int(NodeMarker.protocolVersion),
            "applications": .array(catalog.applications.map(Self.describe)),
            "root": .array(roots.map { .string($0.name) }),
        ]
    }

    private static func describe(_ application: any Application.Type) -> JSONValue {
        var exports = Exports(namespace: application.exportName)
        application.exports(&exports)
        let keys = application.configuration
        return [
            "name": .string(application.name),
            "version": .string(application.version),
            "dependencies": .array(application.dependencies.map { .string($0.name) }),
            "optionalDependencies": [],
            "included": [],
            "exports": .array(exports.functions.map { .string($0.name) }),
            "secretKeys": .array(keys.filter(\.isSecret).map { .string($0.path.description) }),
            "keys": .array(keys.map(describe)),
        ]
    }

    private static func describe(_ key: any ConfigurationKeyDeclaration) -> JSONValue {
        ["key": .string(key.path.description)]
    }
}
