extension Configuration {
    /// This configuration with every `${VAR}`, `${VAR:-default}` and `${VAR:?message}` in its texts replaced.
    ///
    /// All variables that are not set are reported together.
    public func resolvingVariables(in environment: [String: String]) throws(ConfigurationError) -> Configuration {
        var resolution = VariableResolution(configuration: self, environment: environment)
        var result = self
        result.replaceValues { value, path in resolution.resolve(value, at: path) }
        if let problem = resolution.problem { throw problem }
        guard resolution.unset.isEmpty else { throw .unsetVariables(resolution.unset) }
        return result
    }
}

/// Walks through a configuration and notes what is missing.
private struct VariableResolution {
    let configuration: Configuration
    let environment: [String: String]
    private(set) var unset: [UnsetVariable] = []
    private(set) var problem: ConfigurationError?

    init(configuration: Configuration, environment: [String: String]) {
        self.configuration = configuration
        self.environment = environment
    }

    mutating func resolve(_ value: ConfigurationValue, at path: ConfigurationPath) -> ConfigurationValue {
        guard value.mayHoldVariables else { return value }
        switch value {
        case .null, .bool, .int, .double, .bytes:
            return value
        case .string(let text):
            return .string(resolve(text, at: path))
        case .list(let values):
            var result: [ConfigurationValue] = []
            for (index, value) in values.enumerated() {
                result.append(resolve(value, at: path.appending("\(index)")))
            }
            return .list(result)
        case .table(let table):
            var result: [String: ConfigurationValue] = [:]
            for (name, value) in table.sorted(by: { $0.key < $1.key }) {
                result[name] = resolve(value, at: path.appending(name))
            }
            return .table(result)
        }
    }

    private mutating func resolve(_ text: String, at path: ConfigurationPath) -> String {
        do {
            return try VariableText(text).resolved(in: environment) { name, message in
                let origin = configuration.origin(of: path)
                unset.append(UnsetVariable(name: name, path: path, origin: origin, message: message))
            }
        } catch {
            problem = problem ?? .malformedVariable(path, reason: error.reason, origin: configuration.origin(of: path))
            return text
        }
    }
}

extension ConfigurationValue {
    /// Whether a text in it has a `$`.
    fileprivate var mayHoldVariables: Bool {
        switch self {
        case .null, .bool, .int, .double, .bytes: false
        case .string(let text): text.utf8.contains(UInt8(ascii: "$"))
        case .list(let values): values.contains(where: \.mayHoldVariables)
        case .table(let table): table.values.contains(where: \.mayHoldVariables)
        }
    }
}
