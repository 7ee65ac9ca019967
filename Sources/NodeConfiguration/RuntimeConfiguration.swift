package import JSONValues

/// The file `runtime.config` of a release: what `config/runtime.yaml` said, with its variables still unresolved.
package struct RuntimeConfiguration: Sendable {
    /// The file that the values were written in, relative to the package.
    package let file: String
    /// The values with the places they stand at.
    package let configuration: Configuration

    /// What was read from `file`.
    package init(file: String, configuration: Configuration) {
        self.file = file
        self.configuration = configuration
    }

    /// Reads the form in a release; `path` is named in errors.
    package init(_ json: JSONValue, path: String) throws(ConfigurationError) {
        guard case .string(let file)? = json["file"], let values = json["values"] else {
            throw .malformed(.file(path), reason: "'file' and 'values' are expected; build the release again")
        }
        guard case .table(let tables) = ConfigurationValue(values) else {
            throw .malformed(.file(path), reason: "'values' is no object; build the release again")
        }
        let positions = json["positions"]?.asObject ?? [:]
        let configuration = Configuration(
            tables,
            positions: PositionTable(or: .file(file)) { .init(file: file, positions: positions) }
        )
        for (name, value) in tables.sorted(by: { $0.key < $1.key }) { try configuration.requireTable(value, name) }
        self.init(file: file, configuration: configuration)
    }

    /// The form in a release.
    package var json: JSONValue {
        var positions: JSONObject = [:]
        for (path, _, origin) in configuration.lines {
            guard case .position(_, let line, let column)? = origin else { continue }
            positions[path.description] = .array([.int(line), .int(column)])
        }
        return .object(["file": .string(file), "values": configuration.json, "positions": .object(positions)])
    }
}
