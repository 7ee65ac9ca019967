/// A text with variables in it: `http://${HOST:-localhost}:${PORT}/`.
///
/// As in a shell, `:-` gives what holds when the variable is unset or empty, and `:?` what to say then; without the
/// colon an empty variable counts as set. `$${` stands for `${` itself.
package struct VariableText: Sendable {
    indirect enum Piece: Sendable {
        case text(String)
        case variable(name: String, emptyIsUnset: Bool, otherwise: Otherwise)
    }

    enum Otherwise: Sendable {
        case fail(message: String?)
        case use([Piece])
    }

    let pieces: [Piece]

    /// A text taken apart.
    package init(_ text: String) throws(VariableSyntaxError) {
        var reader = VariableReader(text)
        pieces = try reader.pieces(depth: 0)
    }

    /// The text with every variable replaced; reports those that are not set.
    package func resolved(
        in environment: [String: String],
        unset: (_ name: String, _ message: String?) -> Void
    ) -> String {
        Self.resolve(pieces, in: environment, unset: unset)
    }

    private static func resolve(
        _ pieces: [Piece],
        in environment: [String: String],
        unset: (_ name: String, _ message: String?) -> Void
    ) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text):
                result += text
            case .variable(let name, let emptyIsUnset, let otherwise):
                if let value = environment[name], !(emptyIsUnset && value.isEmpty) {
                    result += value
                } else if case .use(let pieces) = otherwise {
                    result += resolve(pieces, in: environment, unset: unset)
                } else if case .fail(let message) = otherwise {
                    unset(name, message)
                }
            }
        }
        return result
    }
}

/// What is wrong with a `${…}`.
package struct VariableSyntaxError: Error, Hashable, Sendable {
    package let reason: String
}
