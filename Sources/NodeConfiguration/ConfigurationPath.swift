/// The way to a value: the name of an application, then names of keys, as in `todo.http.port`.
public struct ConfigurationPath: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    CustomStringConvertible
{
    /// The names from the outermost table inwards; of a list, the position of an element.
    public var components: [String]

    /// A path of names, which may hold dots themselves.
    public init(_ components: [String]) {
        self.components = components
    }

    /// A path written with dots between its names; a name that holds dots itself stands in quotes.
    public init(_ text: String) {
        var components = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            switch character {
            case _ where isEscaped:
                components[components.count - 1].append(character)
                isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case "." where !isQuoted: components.append("")
            default: components[components.count - 1].append(character)
            }
        }
        self.components = components
    }

    /// A path written with dots between its names.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// A path of names, which may hold dots themselves.
    public init(arrayLiteral components: String...) {
        self.components = components
    }

    /// The text shown to people.
    public var description: String {
        components.map(Self.quotedIfNeeded).joined(separator: ".")
    }

    /// The path of something inside of what this one leads to.
    public func appending(_ name: String) -> ConfigurationPath {
        ConfigurationPath(components + [name])
    }

    private static func quotedIfNeeded(_ name: String) -> String {
        let hasMarks = name.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "\"") }
        guard name.isEmpty || hasMarks else { return name }
        let escaped = name.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return "\"\(String(escaped))\""
    }
}
