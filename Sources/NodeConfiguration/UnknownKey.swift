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
        let declared = declarations.map(\.path)
        let speaking = Set(declared.compactMap(\.components.first)).intersection(applications)
        var unknown: [UnknownKey] = []
        for name in speaking.sorted() {
            guard let value = values[name] else { continue }
            collectUnknown(value, at: ConfigurationPath([name]), declared: declared, into: &unknown)
        }
        return unknown
    }

    private func collectUnknown(
        _ value: ConfigurationValue,
        at path: ConfigurationPath,
        declared: [ConfigurationPath],
        into unknown: inout [UnknownKey]
    ) {
        if declared.contains(where: { path.components.starts(with: $0.components) }) { return }
        let leadsOn = declared.contains { $0.components.starts(with: path.components) }
        if leadsOn, case .table(let table) = value {
            for (name, value) in table.sorted(by: { $0.key < $1.key }) {
                collectUnknown(value, at: path.appending(name), declared: declared, into: &unknown)
            }
        } else if !leadsOn {
            let suggestion = Suggestion.nearest(to: path.description, in: declared.map(\.description))
            unknown.append(UnknownKey(path: path, origin: origin(of: path), suggestion: suggestion))
        }
    }
}
