public import NodeConfiguration
import Posix

/// Reads configuration files written in YAML.
///
///     let file = try YAMLReader(environment: variables).read("config/config.yaml")
///     print(file.configuration["todo.port"])
///
/// A file holds a table for each application. The key `import` names a file, or a list of files, whose values are
/// put over those before it and under those after it:
///
///     todo:
///       port: 5454
///     import: ${RELEASE_ENV:-dev}.yaml
public struct YAMLReader: Sendable {
    /// What was read from a file and its imports.
    public struct File: Sendable {
        /// The values, with the places they stand at.
        public let configuration: Configuration
        /// The files that were read, the one begun last first.
        public let files: [String]
    }

    private let environment: [String: String]?
    private let allowsImports: Bool
    var limits = YAMLLimits()
    private static let importDepth = 32

    /// A reader that replaces `${VAR}` with the variables of `environment`, or leaves it as it stands without one.
    public init(environment: [String: String]? = nil, allowsImports: Bool = true) {
        self.environment = environment
        self.allowsImports = allowsImports
    }

    /// Reads a file and what it imports.
    public func read(_ path: String) throws(ConfigurationError) -> File {
        try read(YAMLFileContent.normalized(path), importedAt: nil, below: [])
    }

    /// Reads a text; `path` is named in errors, and imports are relative to it.
    public func read(text: String, as path: String) throws(ConfigurationError) -> File {
        try read(Array(text.utf8), path: YAMLFileContent.normalized(path), below: [])
    }

    func read(
        _ path: String,
        importedAt origin: ConfigurationOrigin?,
        below importing: [String]
    ) throws(ConfigurationError) -> File {
        if let start = importing.firstIndex(of: path), let origin {
            throw .importCycle(importing[start...] + [path], origin: origin)
        }
        guard importing.count <= Self.importDepth else {
            throw .unreadable(path, reason: "imports lead more than \(Self.importDepth) files deep", importedAt: origin)
        }
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path, limit: limits.bytes)
        } catch {
            throw .unreadable(path, reason: error.code.description, importedAt: origin)
        }
        return try read(bytes, path: path, below: importing)
    }

    private func read(
        _ bytes: [UInt8],
        path: String,
        below importing: [String]
    ) throws(ConfigurationError) -> File {
        var content = YAMLFileContent(reader: self, path: path, importing: importing + [path])
        do {
            if let root = try YAMLComposer.document(in: bytes, limits: limits) { try content.add(root) }
        } catch let error as YAMLError {
            throw .malformed(content.origin(error.position), reason: error.message)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw .malformed(.file(path), reason: "\(error)")
        }
        guard content.unset.isEmpty else { throw .unsetVariables(content.unset) }
        return File(configuration: content.configuration, files: content.files + [path])
    }

    /// `configuration` with its variables replaced, if this reader replaces them.
    func resolved(_ configuration: Configuration) throws(ConfigurationError) -> Configuration {
        guard let environment else { return configuration }
        return try configuration.resolvingVariables(in: environment)
    }

    /// The name of a file to import with its variables replaced.
    func importName(_ text: String, at origin: ConfigurationOrigin) throws(ConfigurationError) -> String {
        guard allowsImports else {
            throw .malformed(
                origin,
                reason: "this file cannot import others: it is read on its own when the node boots"
            )
        }
        var configuration = Configuration()
        configuration.set(.string(text), at: "import", from: origin)
        guard case .string(let name)? = try resolved(configuration)["import"], !name.isEmpty else {
            throw .malformed(origin, reason: "the name of a file to import is expected")
        }
        return name
    }
}
