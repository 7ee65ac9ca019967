import JSONValues

extension EvaluatedValue {
    /// The value as JSON, if it can be written so.
    var json: JSONValue? {
        switch self {
        case .void: nil
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .string(let value), .enumCase(let value): .string(value)
        case .array(let elements): Self.array(elements)
        case .dictionary(let pairs): Self.object(pairs)
        case .swift(let value): Self.json(of: value)
        }
    }

    private static func array(_ elements: some Sequence<EvaluatedValue>) -> JSONValue? {
        var values: [JSONValue] = []
        for element in elements {
            guard let value = element.json else { return nil }
            values.append(value)
        }
        return .array(values)
    }

    private static func object(_ pairs: [(key: EvaluatedValue, value: EvaluatedValue)]) -> JSONValue? {
        var object: JSONObject = [:]
        for (key, value) in pairs {
            guard let value = value.json else { return nil }
            object[String(describing: key.natural)] = value
        }
        return .object(object)
    }

    private static func json(of value: Any) -> JSONValue? {
        guard let value = OptionalValue.unwrapped(value) else { return .null }
        if let encodable = value as? any Encodable, let json = try? JSONValue(encoding: encodable) {
            // A value that refuses to be encoded, as NaN does, has a text and no JSON.
            return json
        }
        guard let collection = value as? any Collection else { return nil }
        return array(collection.map { EvaluatedValue.swift($0) })
    }
}
