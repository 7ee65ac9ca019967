import Posix

/// Reads configuration files.
///
///     let reader = ConfigurationReader(variables: variables, environmentName: "prod")
///     let configuration = try reader.read("config/config.json5")
///
/// A file holds a table for each application. The key `import` names a file, or a list of files, whose values are
/// put over those before it and under those after it:
///
///     todo:
///       port: 5454
///     import: ${RELEASE_ENV}.yaml
public struct ConfigurationReader: Sendable {
    /// Whether files may import others.
    public enum Imports: Hashable, Sendable {
        /// They may, but not those that are listed, which count as imported already.
        case allowed(besides: [String] = [])
        /// They may not.
        case disabled
    }

    /// What was read from a file and its imports.
    public struct File: Sendable {
        /// The values, with the places they stand at.
        public let configuration: Configuration
        /// The absolute paths of the files that were read, the one begun last first.
        public let files: [String]
    }

    let formats: [ConfigurationFormat]
    private let variables: [String: String]?
    private let imports: Imports
    /// Where relative names of files begin, when it is not the working directory.
    private var root: String?
    private static let importDepth = 32

    /// A reader of files in `formats`.
    ///
    /// `${VAR}` is replaced by what `variables` says, or left as it stands without any. `environmentName` and `target`
    /// say what files get for `${RELEASE_ENV}` and `${RELEASE_TARGET}`; a file that asks for one that was not told is
    /// refused like any other that needs a variable.
    public init(
        formats: [ConfigurationFormat] = [.json, .json5],
        variables: [String: String]? = nil,
        environmentName: String? = nil,
        target: String? = nil,
        imports: Imports = .allowed()
    ) {
        self.formats = formats
        self.imports = imports
        var told = variables
        if let environmentName { told = (told ?? [:]).merging(["RELEASE_ENV": environmentName]) { $1 } }
        if let target { told = (told ?? [:]).merging(["RELEASE_TARGET": target]) { $1 } }
        self.variables = told
    }

    /// This one for names of files relative to `root`.
    package func reading(below root: String) -> ConfigurationReader {
        var reader = self
        reader.root = root
        return reader
    }

    /// The configuration of a file and what it imports.
    public func read(_ path: String) throws(ConfigurationError) -> Configuration {
        try readFile(FilePath.normalized(path), importedAt: nil, below: listed).configuration
    }

    /// The configuration of a file and the files it was read from; refused where imports are disabled.
    public func readImports(_ path: String) throws(ConfigurationError) -> File {
        guard imports != .disabled else { throw .importsDisabled(path) }
        let file = try readFile(FilePath.normalized(path), importedAt: nil, below: listed)
        return File(configuration: file.configuration, files: file.files.map(FilePath.absolute))
    }

    /// The configuration of a text; `path` is named in errors, and imports are relative to it.
    public func evaluate(_ text: String, as path: String) throws(ConfigurationError) -> Configuration {
        try evaluate(Array(text.utf8), path: FilePath.normalized(path), below: listed).configuration
    }

    private var listed: [String] {
        if case .allowed(let paths) = imports { paths.map(FilePath.normalized) } else { [] }
    }

    func readFile(
        _ path: String,
        importedAt origin: ConfigurationOrigin?,
        below importing: [String]
    ) throws(ConfigurationError) -> File {
        if let origin, let start = importing.firstIndex(of: path) {
            throw .importCycle(importing[start...] + [path], origin: origin)
        }
        guard importing.count <= Self.importDepth else {
            throw .unreadable(path, reason: "imports lead more than \(Self.importDepth) files deep", importedAt: origin)
        }
        let bytes: [UInt8]
        do {
            bytes = try Files.read(FilePath.below(root, path), limit: ConfigurationFormat.byteLimit)
        } catch {
            if origin == nil, error.code == .notFound { throw .missing(path) }
            throw .unreadable(path, reason: error.code.description, importedAt: origin)
        }
        return try evaluate(bytes, path: path, below: importing)
    }

    private func evaluate(
        _ bytes: [UInt8],
        path: String,
        below importing: [String]
    ) throws(ConfigurationError) -> File {
        let format = try format(of: path)
        var content = FileContent(reader: self, path: path, importing: importing + [path])
        do {
            if let root = try format.parse(bytes) { try content.add(root) }
        } catch let error as SourceError {
            throw .malformed(content.origin(error.position), reason: error.message)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw .malformed(.file(path), reason: "\(error)")
        }
        guard content.unset.isEmpty else { throw .unsetVariables(content.unset) }
        return File(configuration: content.configuration, files: content.files + [path])
    }

    /// What the name of a file says about its format; where there is one format, the name does not matter.
    private func format(of path: String) throws(ConfigurationError) -> ConfigurationFormat {
        if formats.count == 1, let format = formats.first { return format }
        if let format = formats.first(where: { $0.endings.contains { path.hasSuffix($0) } }) { return format }
        let known = formats.flatMap(\.endings).joined(separator: ", ")
        let isYAML = path.hasSuffix(".yaml") || path.hasSuffix(".yml")
        throw .malformed(
            .file(path),
            reason: isYAML
                ? "the program does not link ConfigurationYAML, which reads YAML; read here are \(known)"
                : "the name of a configuration file must end in \(known)"
        )
    }

    /// `configuration` with its variables replaced, if this reader replaces them.
    func resolved(_ configuration: Configuration) throws(ConfigurationError) -> Configuration {
        guard let variables else { return configuration }
        return try configuration.resolvingVariables(in: variables)
    }

    /// The name of a file to import with its variables replaced.
    func importName(_ text: String, at origin: ConfigurationOrigin) throws(ConfigurationError) -> String {
        guard imports != .disabled else {
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
