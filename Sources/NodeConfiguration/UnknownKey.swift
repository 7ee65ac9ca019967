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
            search.visit(value, at: [name])
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
    private let declared: Set<[String]>
    /// The tables that lead to declared keys.
    private let tables: Set<[String]>
    private(set) var unknown: [[String]] = []

    init(_ declared: [[String]]) {
        self.declared = Set(declared)
        tables = Set(declared.flatMap { path in path.indices.map { Array(path[..<$0]) } })
    }

    func declaresKeys(of application: String) -> Bool {
        tables.contains([application])
    }

    mutating func visit(_ value: ConfigurationValue, at path: [String]) {
        guard !declared.contains(path) else { return }
        guard tables.contains(path) else {
            unknown.append(path)
            return
        }
        guard case .table(let table) = value else { return }
        for (name, value) in table.sorted(by: { $0.key < $1.key }) { visit(value, at: path + [name]) }
    }

    func suggestion(for path: ConfigurationPath) -> String? {
        Suggestion.nearest(to: path.description, in: declared.map { ConfigurationPath($0).description })
    }
}
