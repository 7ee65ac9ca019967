package import Expressions
package import NodeConfiguration
import Suggestions

/// The applications of a program in start order, checked.
package struct ApplicationCatalog: Sendable {
    /// All applications, each behind what it depends on.
    package let entries: [ApplicationEntry]

    /// The given applications and all they depend on.
    ///
    /// `types` are the start types of the release; what it does not name is permanent.
    package init(
        _ roots: [any Application.Type],
        types: [String: StartType] = [:]
    ) throws(ApplicationError) {
        var resolution = DependencyResolution(roots: roots, types: types)
        entries = try resolution.entries()
        let names = entries.map(\.name)
        if let unknown = types.keys.sorted().first(where: { !names.contains($0) }) {
            throw Self.unknown(unknown, known: names)
        }
        for entry in entries where entry.type.isStarted { try checkDependencies(of: entry) }
    }

    /// The types of all applications, in the same order.
    package var applications: [any Application.Type] { entries.map(\.application) }

    /// The entry with this name.
    package func entry(_ name: String) throws(ApplicationError) -> ApplicationEntry {
        if let entry = entries.first(where: { $0.name == name }) { return entry }
        throw Self.unknown(name, known: entries.map(\.name))
    }

    /// What evaluation may call: the functions of every application that the node knows.
    package var exports: [Exports] {
        entries.filter { $0.type != .none }.map(\.exports)
    }

    /// The keys of every application that the node knows.
    package var keys: [any ConfigurationKeyDeclaration] {
        entries.filter { $0.type != .none }.flatMap(\.keys)
    }

    /// The named applications and what they depend on, in start order.
    package func closure(of names: [String]) throws(ApplicationError) -> [ApplicationEntry] {
        var wanted: Set<String> = []
        var open: [String] = names
        while let name = open.popLast() {
            guard !wanted.contains(name) else { continue }
            let entry = try entry(name)
            wanted.insert(name)
            open += entry.dependencies + optionalDependencies(of: entry)
        }
        return entries.filter { wanted.contains($0.name) }
    }

    /// The entries in groups, each of which depends on nothing but those before it.
    static func levels(of entries: [ApplicationEntry]) -> [[ApplicationEntry]] {
        var levels: [[ApplicationEntry]] = []
        var level: [String: Int] = [:]
        for entry in entries {
            let needed = (entry.dependencies + entry.optionalDependencies).compactMap { level[$0] }
            let own = needed.max().map { $0 + 1 } ?? 0
            level[entry.name] = own
            if own == levels.count { levels.append([]) }
            levels[own].append(entry)
        }
        return levels
    }

    /// Throws when configured values do not have the declared types; returns the keys that nothing declares.
    package func check(_ configuration: Configuration) throws(ApplicationError) -> [UnknownKey] {
        let keys = self.keys
        let problems = configuration.problems(with: keys)
        guard problems.isEmpty else { throw .configuration(problems) }
        return configuration.unknownKeys(of: entries.map(\.name), declared: keys)
    }

    private func optionalDependencies(of entry: ApplicationEntry) -> [String] {
        entry.optionalDependencies.filter { name in entries.contains { $0.name == name } }
    }

    private func checkDependencies(of entry: ApplicationEntry) throws(ApplicationError) {
        for name in entry.dependencies {
            let dependency = try self.entry(name)
            guard dependency.type.isStarted else {
                throw .dependencyNotStarted(entry.name, dependency: name, type: dependency.type)
            }
        }
    }

    private static func unknown(_ name: String, known: [String]) -> ApplicationError {
        let hint = Suggestion.phrase(for: name, in: known)
        return .unknown(name, suggestion: hint.isEmpty ? "; it has \(known.joined(separator: ", "))" : hint)
    }
}
