/// A type whose parts are converted one by one, so that values of the program can stand within literals.
protocol ArgumentContainer {
    static func converted(from value: EvaluatedValue) throws(ConversionError) -> Any
}

extension Optional: ArgumentContainer where Wrapped: Decodable {
    static func converted(from value: EvaluatedValue) throws(ConversionError) -> Any {
        if case .null = value { return Self.none as Any }
        return Self.some(try ArgumentConversion.convert(value, to: Wrapped.self)) as Any
    }
}

extension Array: ArgumentContainer where Element: Decodable {
    static func converted(from value: EvaluatedValue) throws(ConversionError) -> Any {
        try value.elements(for: Self.self).map { (element) throws(ConversionError) in
            try ArgumentConversion.convert(element, to: Element.self)
        }
    }
}

extension Set: ArgumentContainer where Element: Decodable {
    static func converted(from value: EvaluatedValue) throws(ConversionError) -> Any {
        Set(
            try value.elements(for: Self.self).map { (element) throws(ConversionError) in
                try ArgumentConversion.convert(element, to: Element.self)
            }
        )
    }
}

extension Dictionary: ArgumentContainer where Key: Decodable, Value: Decodable {
    static func converted(from value: EvaluatedValue) throws(ConversionError) -> Any {
        var result: Self = [:]
        for pair in try value.pairs(for: Self.self) {
            let key = try ArgumentConversion.convert(pair.key, to: Key.self)
            result[key] = try ArgumentConversion.convert(pair.value, to: Value.self)
        }
        return result
    }
}

extension EvaluatedValue {
    /// The elements of an array, written or made.
    fileprivate func elements(for target: Any.Type) throws(ConversionError) -> [EvaluatedValue] {
        switch self {
        case .array(let elements):
            return elements
        case .swift(let value):
            guard !(value is String), let collection = value as? any Collection else { break }
            return collection.map { EvaluatedValue.swift($0) }
        default:
            break
        }
        throw ArgumentConversion.mismatch(self, target)
    }

    /// The pairs of a dictionary, written or made; `[]` and `[:]` are both empty ones.
    fileprivate func pairs(
        for target: Any.Type
    ) throws(ConversionError) -> [(key: EvaluatedValue, value: EvaluatedValue)] {
        switch self {
        case .dictionary(let pairs):
            return pairs
        case .swift(let value):
            guard let dictionary = value as? [AnyHashable: Any] else { break }
            return dictionary.map { (.swift($0.key.base), .swift($0.value)) }
        default:
            break
        }
        throw ArgumentConversion.mismatch(self, target)
    }
}
