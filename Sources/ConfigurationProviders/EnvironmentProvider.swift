package import JSONValues
package import NodeConfiguration

/// Takes values from variables whose names begin alike: `TODO__HTTP__PORT` is `todo.http.port`.
///
/// Two underscores stand between names, which count in lower case unless a key of the configuration so far is equal but
/// for case. Values are text, which typed keys and decoded types read as what they are. Names 0, 1, 2… make a list.
package struct EnvironmentProvider: BuiltInProvider {
    private let prefix: String
    private let under: String?

    /// Takes an object with `prefix`, and `under`: the path of the table that values belong to.
    package init(options: JSONValue) throws {
        self = try options.decode(EnvironmentProvider.self)
        let letters = prefix.utf8.allSatisfy { $0 == UInt8(ascii: "_") || Self.isLetterOrDigit($0) }
        guard letters, let first = prefix.utf8.first, !Self.isDigit(first), !prefix.hasSuffix("_") else {
            throw EnvironmentProviderError.prefix(prefix)
        }
    }

    package var title: String { "environment \(prefix)__" }

    private var root: ConfigurationPath {
        let path = under ?? prefix.lowercased()
        return path.isEmpty ? [] : ConfigurationPath(path)
    }

    package func load(
        over configuration: Configuration,
        in surroundings: ProviderSurroundings
    ) throws -> Configuration {
        var result = configuration
        for variable in try variables(in: surroundings.variables, known: configuration) {
            result.merge(variable.value, at: variable.path, from: .variable(variable.name))
        }
        return result
    }

    private struct Variable {
        var name: String
        var path: ConfigurationPath
        var value: ConfigurationValue
    }

    private func variables(in all: [String: String], known: Configuration) throws -> [Variable] {
        var variables: [Variable] = []
        for (name, text) in all.sorted(by: { $0.key < $1.key }) where name.hasPrefix("\(prefix)__") {
            let path = try path(of: name, known: known)
            if let other = variables.first(where: { $0.path.isWithin(path) || path.isWithin($0.path) }) {
                throw EnvironmentProviderError.contradiction(name, other.name)
            }
            variables.append(Variable(name: name, path: path, value: .string(text)))
        }
        return Self.joiningLists(variables)
    }

    private func path(of name: String, known: Configuration) throws -> ConfigurationPath {
        var path = root.components
        for part in name.dropFirst(prefix.count + 2).split(separator: "_", underscores: 2) {
            guard !part.isEmpty else { throw EnvironmentProviderError.emptyName(name) }
            path.append(Self.spelling(of: part, below: ConfigurationPath(path), in: known))
        }
        guard path.count > 1 else { throw EnvironmentProviderError.application(name) }
        return ConfigurationPath(path)
    }

    /// The key that is equal but for case, or else the name in lower case.
    private static func spelling(of part: String, below path: ConfigurationPath, in known: Configuration) -> String {
        let name = part.lowercased()
        let table = path.components.isEmpty ? .table(known.values) : known[path]
        guard case .table(let keys)? = table, keys[name] == nil else { return name }
        return keys.keys.sorted().first { $0.lowercased() == name } ?? name
    }

    /// Values whose names are 0, 1, 2… without a gap become a list.
    private static func joiningLists(_ variables: [Variable]) -> [Variable] {
        var groups: [ConfigurationPath: [Int: Variable]] = [:]
        for variable in variables {
            guard let last = variable.path.components.last, let index = Int(last), "\(index)" == last else { continue }
            groups[ConfigurationPath(Array(variable.path.components.dropLast())), default: [:]][index] = variable
        }
        var result = variables
        for (path, elements) in groups.sorted(by: { $0.key.description < $1.key.description })
        where path.components.count > 1 {
            let list = (0..<elements.count).compactMap { elements[$0] }
            let siblings = result.filter { $0.path.isWithin(path) }
            guard list.count == elements.count, siblings.count == list.count, let first = list.first else { continue }
            result.removeAll { $0.path.isWithin(path) }
            result.append(Variable(name: first.name, path: path, value: .list(list.map(\.value))))
        }
        return result
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

/// Why variables make no configuration.
package enum EnvironmentProviderError: Error, Hashable, CustomStringConvertible {
    case prefix(String)
    case emptyName(String)
    case application(String)
    case contradiction(String, String)

    package var description: String {
        switch self {
        case .prefix(let prefix):
            "the prefix '\(prefix)' is not the beginning of a variable's name: use letters, digits and '_', a letter "
                + "first and no '_' at the end"
        case .emptyName(let name):
            "the variable \(name) names no key: two underscores stand between two names, as in TODO__HTTP__PORT"
        case .application(let name): "the variable \(name) names an application and no key of it"
        case .contradiction(let name, let other):
            "the variables \(other) and \(name) contradict each other: one makes a value of what is a table in the other"
        }
    }
}

extension ConfigurationPath {
    /// Whether this is `other`, or something inside of it.
    fileprivate func isWithin(_ other: ConfigurationPath) -> Bool {
        components.starts(with: other.components)
    }
}

extension Substring {
    /// The parts between runs of exactly so many separators; a longer run gives an empty part.
    fileprivate func split(separator: Character, underscores count: Int) -> [String] {
        var parts = [""]
        var rest = self[...]
        let mark = String(repeating: separator, count: count)
        while let character = rest.first {
            if rest.hasPrefix(mark) {
                parts.append("")
                rest = rest.dropFirst(count)
            } else {
                parts[parts.count - 1].append(character)
                rest = rest.dropFirst()
            }
        }
        return parts
    }
}
