package import JSONValues
package import NodeConfiguration
import Posix

/// The configuration that a boot worked out, as it is kept in a file that only the owner reads.
///
/// The file can be given to a later boot as `RELEASE_SYS_CONFIG`: it says of itself that it is complete, and no provider
/// runs over it.
package enum ComputedConfiguration {
    /// Writes `configuration` with its secrets, in one step.
    package static func keep(_ configuration: Configuration, at path: String) throws(ConfigurationError) {
        let text = json(of: configuration).text(pretty: true) + "\n"
        do {
            try Files.replace(path, with: Array(text.utf8), mode: 0o600)
        } catch {
            throw .unwritable(path, reason: error.code.description)
        }
    }

    /// Removes the file; one that is gone already is fine.
    package static func prune(_ path: String) throws(ConfigurationError) {
        do {
            try Files.unlink(path)
        } catch {
            guard error.code != .notFound else { return }
            throw .unwritable(path, reason: error.code.description)
        }
    }

    /// The configuration in such a file; nil when `json` is none.
    package static func read(_ json: JSONValue, from path: String) throws(ConfigurationError) -> Configuration? {
        guard json["computed"] == true, let values = json["values"] else { return nil }
        guard case .table(let tables) = ConfigurationValue(values) else {
            throw .malformed(.file(path), reason: "'values' is no object")
        }
        var configuration = Configuration(
            tables,
            positions: PositionTable(or: .file(path)) { PositionTable.Content(json) }
        )
        for secret in json["secrets"]?.asArray?.compactMap(\.asString) ?? [] {
            configuration.hide(ConfigurationPath(secret))
        }
        return configuration
    }

    private static func json(of configuration: Configuration) -> JSONValue {
        var object: JSONObject = ["computed": true, "values": configuration.json]
        for (name, value) in configuration.positions.asObject ?? [:] { object[name] = value }
        object["secrets"] = .array(configuration.secrets.map(\.description).sorted().map { .string($0) })
        return .object(object)
    }
}
