/// Looks into optionals whose type is not known.
enum OptionalValue {
    /// What `value` holds, however deep; `nil` when it holds nothing.
    static func unwrapped(_ value: Any) -> Any? {
        guard let optional = value as? any AnyOptional else { return value }
        return optional.content.flatMap(unwrapped)
    }
}

private protocol AnyOptional {
    var content: Any? { get }
}

extension Optional: AnyOptional {
    fileprivate var content: Any? { map { $0 as Any } }
}
