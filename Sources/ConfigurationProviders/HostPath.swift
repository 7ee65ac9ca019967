package import NodeConfiguration

/// A place on the host, known when the release is built up to what a variable holds at boot.
package enum HostPath: Hashable, Sendable {
    case absolute(String)
    /// What a variable holds, directly followed by `rest`.
    case variable(String, rest: String)

    /// A path that is absolute.
    package init(_ path: String) throws(ConfigurationError) {
        guard path.hasPrefix("/") else { throw .malformedPath(path) }
        self = .absolute(path)
    }

    /// Whether this begins with a variable that is not set.
    package func isUnset(in variables: [String: String]) -> Bool {
        if case .variable(let name, _) = self { variables[name] == nil } else { false }
    }

    /// The path on this host.
    package func resolved(in variables: [String: String]) throws(ConfigurationError) -> String {
        switch self {
        case .absolute(let path): return path
        case .variable(let name, let rest):
            guard let value = variables[name] else { throw .unsetPathVariable(name, rest: rest) }
            return value + rest
        }
    }
}

extension HostPath: CustomStringConvertible {
    package var description: String {
        switch self {
        case .absolute(let path): path
        case .variable(let name, let rest): "$\(name)\(rest)"
        }
    }
}

extension HostPath: Codable {
    private enum Key: String, CodingKey {
        case variable, rest
    }

    /// Reads `"/etc/todo.json"` or `{"variable": "TODO_HOME", "rest": "/todo.json"}`.
    package init(from decoder: any Decoder) throws {
        if let path = try? decoder.singleValueContainer().decode(String.self) {
            try self.init(path)
            return
        }
        let container = try decoder.container(keyedBy: Key.self)
        let name = try container.decode(String.self, forKey: .variable)
        guard !name.isEmpty, !name.contains("=") else { throw ConfigurationError.malformedPath("$\(name)") }
        self = .variable(name, rest: try container.decodeIfPresent(String.self, forKey: .rest) ?? "")
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .absolute(let path):
            var container = encoder.singleValueContainer()
            try container.encode(path)
        case .variable(let name, let rest):
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(name, forKey: .variable)
            try container.encode(rest, forKey: .rest)
        }
    }
}
