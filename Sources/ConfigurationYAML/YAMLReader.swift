public import NodeConfiguration

extension ConfigurationFormat {
    /// YAML, with the core schema of version 1.2: `no` and `on` are text.
    public static let yaml = ConfigurationFormat(name: "YAML", endings: [".yaml", ".yml"]) {
        bytes throws(SourceError) in
        do throws(YAMLError) {
            return try YAMLComposer.document(in: bytes, limits: YAMLLimits()).map(YAMLTree.source)
        } catch {
            throw SourceError(
                error.message,
                at: SourcePosition(line: error.position.line, column: error.position.column)
            )
        }
    }
}

/// Reads configuration files written in YAML, and the YAML they import.
///
///     let file = try YAMLReader(environment: variables).read("config/config.yaml")
///     print(file.configuration["todo.port"])
///
/// What files may say is told by ``ConfigurationReader``.
public struct YAMLReader: Sendable {
    /// What was read from a file and its imports.
    public struct File: Sendable {
        /// The values, with the places they stand at.
        public let configuration: Configuration
        /// The absolute paths of the files that were read, the one begun last first.
        public let files: [String]
    }

    private let reader: ConfigurationReader
    private let allowsImports: Bool

    /// A reader that replaces `${VAR}` with the variables of `environment`, or leaves it as it stands without one.
    public init(environment: [String: String]? = nil, allowsImports: Bool = true) {
        self.allowsImports = allowsImports
        reader = ConfigurationReader(
            formats: [.yaml],
            variables: environment,
            imports: allowsImports ? .allowed() : .disabled
        )
    }

    /// Reads a file and what it imports.
    public func read(_ path: String) throws(ConfigurationError) -> File {
        guard allowsImports else { return File(configuration: try reader.read(path), files: [path]) }
        let file = try reader.readImports(path)
        return File(configuration: file.configuration, files: file.files)
    }

    /// Reads a text; `path` is named in errors, and imports are relative to it.
    public func read(text: String, as path: String) throws(ConfigurationError) -> File {
        File(configuration: try reader.evaluate(text, as: path), files: [path])
    }
}
