extension Configuration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// One line for each value with its origin, secret ones masked.
    public var description: String {
        lines.map { line in
            line.origin.map { "\(line.path) = \(line.text)  (\($0))" } ?? "\(line.path) = \(line.text)"
        }.joined(separator: "\n")
    }

    /// The text shown in debuggers and by evaluation.
    public var debugDescription: String { description }

    /// Shows what `description` shows, so that no dump can show a secret.
    public var customMirror: Mirror {
        Mirror(self, children: lines.map { ($0.path.description, $0.text) }, displayStyle: .struct)
    }

    /// What a secret value is shown as.
    package static let mask = "<secret>"

    /// A value that is no table; without `value` it is secret.
    package struct Entry: Sendable {
        package var path: ConfigurationPath
        package var value: ConfigurationValue?
        package var origin: ConfigurationOrigin?

        /// The value as people see it.
        package var text: String { value?.description ?? Configuration.mask }
    }

    /// Every value that is no table, sorted by path.
    package var entries: [Entry] {
        var entries: [Entry] = []
        collect(.table(values), at: ConfigurationPath([]), into: &entries)
        return entries
    }

    /// Every value that is no table, sorted by path, ready to be shown.
    package var lines: [(path: ConfigurationPath, text: String, origin: ConfigurationOrigin?)] {
        entries.map { ($0.path, $0.text, $0.origin) }
    }

    private func collect(_ value: ConfigurationValue, at path: ConfigurationPath, into entries: inout [Entry]) {
        if secrets.contains(path) {
            entries.append(Entry(path: path, value: nil, origin: origin(of: path)))
        } else if case .table(let table) = value, !table.isEmpty || path.components.isEmpty {
            for (name, value) in table.sorted(by: { $0.key < $1.key }) {
                collect(value, at: path.appending(name), into: &entries)
            }
        } else {
            entries.append(Entry(path: path, value: value, origin: origin(of: path)))
        }
    }
}
