package import JSONValues
package import NodeConfiguration
import Posix

/// Takes values from a directory in which each file holds one: the name of the file is that of the key.
///
/// Orchestrators hand out secrets in this way. What comes from here is never shown. A line end at the end of a file is
/// not part of the value; what is not UTF-8 is binary data. Names that begin with a dot, and directories, are passed
/// over.
package struct SecretsProvider: BuiltInProvider {
    private let directory: HostPath
    private let under: String?
    private let isOptional: Bool?
    private static let sizeLimit = 1 << 20

    /// Takes an object with `directory`; `under`, the path of the table that values belong to; and `isOptional`.
    package init(options: JSONValue) throws {
        self = try options.decode(SecretsProvider.self)
    }

    package var title: String { "secrets \(directory)" }

    package func load(
        over configuration: Configuration,
        in surroundings: ProviderSurroundings
    ) throws -> Configuration {
        var result = configuration
        guard let (directory, names) = try names(surroundings) else { return result }
        for name in names where !name.hasPrefix(".") {
            let file = "\(directory)/\(name)"
            guard try status(of: file)?.kind == .file else { continue }
            let path = try path(of: name, file)
            result.set(try value(of: file), at: path, from: .file(file))
            result.hide(path)
        }
        return result
    }

    private func names(_ surroundings: ProviderSurroundings) throws -> (directory: String, names: [String])? {
        if isOptional == true, directory.isUnset(in: surroundings.variables) { return nil }
        let directory = try self.directory.resolved(in: surroundings.variables)
        do {
            return (directory, try Files.names(in: directory))
        } catch {
            if isOptional == true, error.code == .notFound { return nil }
            throw ConfigurationError.unreadable(directory, reason: error.code.description, importedAt: nil)
        }
    }

    private func status(of file: String) throws(ConfigurationError) -> FileStatus? {
        do {
            return try Files.status(of: file)
        } catch {
            throw .unreadable(file, reason: error.code.description, importedAt: nil)
        }
    }

    private func path(of name: String, _ file: String) throws(ConfigurationError) -> ConfigurationPath {
        let root = under.flatMap { $0.isEmpty ? nil : ConfigurationPath($0).components } ?? []
        let path = ConfigurationPath(root + ConfigurationPath(name).components)
        guard path.components.count > 1, !path.components.contains("") else {
            throw .malformed(
                .file(file),
                reason: "the name of the file must be that of a key, such as todo.api_token"
            )
        }
        return path
    }

    private func value(of file: String) throws(ConfigurationError) -> ConfigurationValue {
        let bytes: [UInt8]
        do {
            bytes = try Files.read(file, limit: Self.sizeLimit)
        } catch {
            throw .unreadable(file, reason: error.code.description, importedAt: nil)
        }
        guard var text = String(validating: bytes, as: UTF8.self) else { return .bytes(bytes) }
        if text.last?.isNewline == true { text.removeLast() }
        return .string(text)
    }
}
