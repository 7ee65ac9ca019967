/// The way to a value: the name of an application, then names of keys, as in `todo.http.port`.
public struct ConfigurationPath: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The names from the outermost table inwards.
    public var components: [String]

    /// A path of names, which may hold dots themselves.
    public init(_ components: [String]) {
        self.components = components
    }

    /// A path written with dots between its names.
    public init(_ text: String) {
        components = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    public init(stringLiteral text: String) {
        self.init(text)
    }

    public var description: String {
        components.joined(separator: ".")
    }
}
