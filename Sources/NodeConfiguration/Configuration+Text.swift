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

    /// Every value that is no table, sorted by path, ready to be shown.
    package var lines: [(path: ConfigurationPath, text: String, origin: ConfigurationOrigin?)] {
        var lines: [(path: ConfigurationPath, text: String, origin: ConfigurationOrigin?)] = []
        collect(.table(values), at: ConfigurationPath([]), into: &lines)
        return lines
    }

    private func collect(
        _ value: ConfigurationValue,
        at path: ConfigurationPath,
        into lines: inout [(path: ConfigurationPath, text: String, origin: ConfigurationOrigin?)]
    ) {
        if secrets.contains(path) {
            lines.append((path, Self.mask, origin(of: path)))
        } else if case .table(let table) = value, !table.isEmpty || path.components.isEmpty {
            for (name, value) in table.sorted(by: { $0.key < $1.key }) {
                collect(value, at: path.appending(name), into: &lines)
            }
        } else {
            lines.append((path, value.description, origin(of: path)))
        }
    }
}
