/// Why a configuration cannot be used.
public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing is configured for a key that has no default.
    case notSet(ConfigurationPath, expected: String)
    /// A value cannot be read as the type of its key.
    case wrongType(ConfigurationPath, expected: String, found: String, origin: ConfigurationOrigin?)
    /// A table cannot be read as a type of the program.
    case undecodable(ConfigurationPath, reason: String, origin: ConfigurationOrigin?)
    /// Variables that values ask for are not set.
    case unsetVariables([UnsetVariable])
    /// A `${…}` is written wrongly.
    case malformedVariable(ConfigurationPath, reason: String, origin: ConfigurationOrigin?)
    /// A text is no configuration.
    case malformed(ConfigurationOrigin, reason: String)
    /// A file cannot be read.
    case unreadable(String, reason: String, importedAt: ConfigurationOrigin?)
    /// A file cannot be written.
    case unwritable(String, reason: String)
    /// The file to read does not exist.
    case missing(String)
    /// A file imports itself, directly or through others.
    case importCycle([String], origin: ConfigurationOrigin)
    /// The imports of a file were asked for where files cannot import others.
    case importsDisabled(String)
    /// A path of the host is neither absolute nor a variable with a rest.
    case malformedPath(String)
    /// A path of the host begins with a variable that is not set.
    case unsetPathVariable(String, rest: String)
    /// Keys that were fixed when the release was built have other values now.
    case fixedValues([FixedDifference])

    /// The text shown to people.
    public var description: String {
        switch self {
        case .notSet(let path, let expected):
            "\(path) is not configured; expected \(expected)"
        case .wrongType(let path, let expected, let found, let origin):
            "\(Self.place(origin))\(path): expected \(expected), found \(found)"
        case .undecodable(let path, let reason, let origin):
            "\(Self.place(origin))\(path): \(reason)"
        case .unsetVariables(let variables):
            variables.map(\.description).joined(separator: "\n")
        case .malformedVariable(let path, let reason, let origin):
            "\(Self.place(origin))\(path): \(reason)"
        case .malformed(let origin, let reason):
            "\(origin): \(reason)"
        case .unreadable(let file, let reason, let importedAt):
            "\(Self.place(importedAt))cannot read \(file): \(reason)"
        case .unwritable(let file, let reason):
            "cannot write the configuration to \(file): \(reason)"
        case .missing(let file):
            "cannot read \(file): No such file or directory"
        case .importsDisabled(let file):
            "the imports of \(file) cannot be told, because this reader does not follow imports"
        case .malformedPath(let path):
            "'\(path)' is no path of the host: it must be absolute, or a variable followed by a path"
        case .unsetPathVariable(let name, let rest):
            "the path $\(name)\(rest) needs the environment variable \(name), which is not set"
        case .fixedValues(let differences):
            differences.map(\.description).joined(separator: "\n")
        case .importCycle(let files, let origin):
            "\(origin): the import leads back to this file: \(files.joined(separator: " imports "))"
        }
    }

    private static func place(_ origin: ConfigurationOrigin?) -> String {
        origin.map { "\($0): " } ?? ""
    }
}

/// A variable that a value asks for and that is not set.
public struct UnsetVariable: Hashable, Sendable, CustomStringConvertible {
    /// The name of the variable.
    public let name: String
    /// The key whose value asks for it.
    public let path: ConfigurationPath
    /// Where the value stands.
    public let origin: ConfigurationOrigin?
    /// What the value says about it, as in `${PORT:?the port to listen on}`.
    public let message: String?

    /// The text shown to people.
    public var description: String {
        let place = origin.map { "\($0): " } ?? ""
        return
            "\(place)\(path) needs the environment variable \(name)\(message.map { ": \($0)" } ?? ", which is not set")"
    }
}
