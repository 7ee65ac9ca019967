/// A place in a text, from 1.
package struct SourcePosition: Hashable, Sendable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// A part of a configuration file, whatever its format: what it means, and where it stands.
package struct SourceNode: Sendable {
    package enum Content: Sendable {
        case value(ConfigurationValue)
        case list([SourceNode])
        case table([Member])
    }

    /// A named part of a table.
    package struct Member: Sendable {
        package var name: String
        package var node: SourceNode

        package init(name: String, node: SourceNode) {
            self.name = name
            self.node = node
        }
    }

    package var content: Content
    package var position: SourcePosition

    package init(_ content: Content, at position: SourcePosition) {
        self.content = content
        self.position = position
    }

    /// The value; `note` is told the path and the place of each part.
    func value(
        at path: ConfigurationPath,
        note: (ConfigurationPath, SourcePosition) -> Void
    ) -> ConfigurationValue {
        note(path, position)
        switch content {
        case .value(let value): return value
        case .list(let elements):
            return .list(elements.enumerated().map { $1.value(at: path.appending("\($0)"), note: note) })
        case .table(let members):
            var table: [String: ConfigurationValue] = [:]
            for member in members {
                table[member.name] = member.node.value(at: path.appending(member.name), note: note)
            }
            return .table(table)
        }
    }
}

/// What is wrong in a text, and where.
package struct SourceError: Error, Hashable, Sendable {
    package var message: String
    package var position: SourcePosition

    package init(_ message: String, at position: SourcePosition) {
        self.message = message
        self.position = position
    }
}

/// The outcome of reading a text, as an object that can be handed through C.
package final class ParsedSource: Sendable {
    /// The tree; `nil` when the text holds nothing.
    package let result: Result<SourceNode?, SourceError>

    package init(_ result: Result<SourceNode?, SourceError>) {
        self.result = result
    }
}
