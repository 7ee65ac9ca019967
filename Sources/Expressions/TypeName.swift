/// Names of types as people write them: `[String]`, `Int?`.
enum TypeName {
    static func of(_ type: Any.Type) -> String {
        if let sugared = type as? any SugaredType.Type { return sugared.sugaredName }
        if type == Void.self { return "Void" }
        return String(describing: type)
    }
}

/// A type with a shorter way to write it.
private protocol SugaredType {
    static var sugaredName: String { get }
}

extension Array: SugaredType {
    fileprivate static var sugaredName: String { "[\(TypeName.of(Element.self))]" }
}

extension Optional: SugaredType {
    fileprivate static var sugaredName: String { "\(TypeName.of(Wrapped.self))?" }
}

extension Dictionary: SugaredType {
    fileprivate static var sugaredName: String { "[\(TypeName.of(Key.self)): \(TypeName.of(Value.self))]" }
}
