import Suggestions

/// A configured key that nothing declares, probably misspelt.
public struct UnknownKey: Hashable, Sendable, CustomStringConvertible {
    /// The key.
    public let path: ConfigurationPath
    /// Where it is set.
    public let origin: ConfigurationOrigin?
    /// The declared key that was probably meant.
    public let suggestion: String?

    /// The text shown to people.
    public var description: String {
        let place = origin.map { "\($0): " } ?? ""
        return "\(place)nothing reads the key \(path)\(suggestion.map { "; did you mean '\($0)'?" } ?? "")"
    }
}

extension Configuration {
    /// The keys below `applications` that are not among `declarations`, sorted.
    ///
    /// An application that declares no keys at all may read any.
    public func unknownKeys(
        of applications: [String],
        declared declarations: [any ConfigurationKeyDeclaration]
    ) -> [UnknownKey] {
        var search = UnknownKeySearch(declarations.map(\.path.components))
        for name in Set(applications).sorted() {
            guard search.declaresKeys(of: name), let value = values[name] else { continue }
            search.visit(value, of: name)
        }
        return search.unknown.enumerated().map { number, components in
            let path = ConfigurationPath(components)
            return UnknownKey(
                path: path,
                origin: origin(of: path),
                suggestion: number < Self.suggestionLimit ? search.suggestion(for: path) : nil
            )
        }
    }

    /// For how many unknown keys the nearest declared one is looked for: it is compared with all of them.
    private static let suggestionLimit = 50
}

/// Walks through tables along the declared keys.
private struct UnknownKeySearch {
    /// The declared keys by their names, from the outermost table inwards.
    private struct Place {
        var isDeclared = false
        var inner: [String: Place] = [:]

        mutating func declare(_ path: ArraySlice<String>) {
            guard let name = path.first else { return isDeclared = true }
            inner[name, default: Place()].declare(path.dropFirst())
        }
    }

    private let declared: [[String]]
    private var root = Place()
    private var found: [[String]] = []

    init(_ declared: [[String]]) {
        self.declared = declared
        for path in declared { root.declare(path[...]) }
    }

    /// What was found, in the order of the names.
    var unknown: [[String]] { found.sorted { $0.lexicographicallyPrecedes($1) } }

    func declaresKeys(of application: String) -> Bool {
        root.inner[application]?.inner.isEmpty == false
    }

    mutating func visit(_ value: ConfigurationValue, of application: String) {
        visit(value, at: [application], declared: root.inner[application])
    }

    private mutating func visit(_ value: ConfigurationValue, at path: [String], declared place: Place?) {
        if place?.isDeclared == true { return }
        guard let place, !place.inner.isEmpty else { return found.append(path) }
        guard case .table(let table) = value else { return }
        for (name, value) in table {
            let next = place.inner[name]
            if next?.isDeclared != true { visit(value, at: path + [name], declared: next) }
        }
    }

    func suggestion(for path: ConfigurationPath) -> String? {
        Suggestion.nearest(to: path.description, in: declared.map { ConfigurationPath($0).description })
    }
}
