/// Reads elements of values by position or key.
enum IndexAccess {
    /// The element of `value` at `key`; an optional when `value` is a dictionary.
    static func element(of value: Any, at key: EvaluatedValue) throws(AccessError) -> Any {
        if let dictionary = value as? any AnyDictionary { return dictionary.value(for: key) }
        guard !(value is String), let collection = value as? any Collection else {
            throw AccessError(message: "\(TypeName.of(type(of: value))) has no elements to index")
        }
        guard let position = key.natural as? Int else {
            throw AccessError(message: "an Int is expected as the index of an array, found \(key.summary)")
        }
        return try element(in: collection, at: position)
    }

    private static func element<Elements: Collection>(
        in collection: Elements,
        at position: Int
    ) throws(AccessError) -> Any {
        guard let index = position as? Elements.Index else {
            throw AccessError(message: "\(TypeName.of(Elements.self)) is not indexed by Int")
        }
        guard index >= collection.startIndex, index < collection.endIndex else {
            let count = collection.count
            let size = count == 1 ? "1 element" : "\(count) elements"
            throw AccessError(message: "index \(position) is out of range; there are \(size)")
        }
        return collection[index]
    }
}

/// A dictionary whose types are not known.
protocol AnyDictionary {
    /// Its keys or its values.
    func collection(named name: String) -> Any?

    /// The value for a key, as an optional.
    func value(for key: EvaluatedValue) -> Any
}

extension Dictionary: AnyDictionary {
    func collection(named name: String) -> Any? {
        switch name {
        case "keys": keys
        case "values": values
        default: nil
        }
    }

    func value(for key: EvaluatedValue) -> Any {
        if let known = key.natural as? Key { return self[known] as Any }
        // A key type of the program's own, such as an enum: found by the name it shows.
        guard let name = key.natural as? String else { return Value?.none as Any }
        return first { String(describing: $0.key) == name }?.value as Any
    }
}
