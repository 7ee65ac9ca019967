/// What a supervisor calls one of its children.
public struct ChildID: Hashable, Sendable {
    /// The text of the id.
    public let text: String

    /// An id with this text.
    public init(_ text: String) {
        self.text = text
    }

    /// The id that a child of this type has unless told otherwise.
    public init(_ type: Any.Type) {
        text = "\(type)"
    }
}

extension ChildID: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// An id written as text.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// An id written as a number.
    public init(integerLiteral number: Int) {
        self.init("\(number)")
    }

    /// The text of the id.
    public var description: String {
        text
    }
}
