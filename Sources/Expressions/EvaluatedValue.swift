/// A value on its way through an evaluation: written in the text, or made by the program.
///
/// What is written keeps no type until it meets the parameter it is passed to, as literals do in Swift.
indirect enum EvaluatedValue {
    case void
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case enumCase(String)
    case array([EvaluatedValue])
    case dictionary([(key: EvaluatedValue, value: EvaluatedValue)])
    case swift(Any)

    /// How messages call it: by type, and by value when that is short.
    var summary: String {
        switch self {
        case .void: "nothing"
        case .null: "nil"
        case .bool(let value): "Bool (\(value))"
        case .int(let value): "Int (\(value))"
        case .double(let value): "Double (\(value))"
        case .string(let value): value.utf8.count <= 40 ? "String (\(value.debugDescription))" : "String"
        case .enumCase(let name): ".\(name)"
        case .array: "an array"
        case .dictionary: "a dictionary"
        case .swift(let value): TypeName.of(type(of: value))
        }
    }

    /// The Swift value that a literal has when nothing says otherwise.
    var natural: Any {
        switch self {
        case .void: ()
        case .null: Any?.none as Any
        case .bool(let value): value
        case .int(let value): value
        case .double(let value): value
        case .string(let value), .enumCase(let value): value
        case .array(let elements): Self.array(elements.map(\.natural))
        case .dictionary(let pairs): Self.dictionary(pairs.map { ($0.key.natural, $0.value.natural) })
        case .swift(let value): value
        }
    }

    /// The elements as an array of their common type, if they have one that literals can have.
    private static func array(_ elements: [Any]) -> Any {
        if elements.isEmpty { return elements }
        if let integers = elements as? [Int] { return integers }
        if let strings = elements as? [String] { return strings }
        if let doubles = doubles(elements) { return doubles }
        if let booleans = elements as? [Bool] { return booleans }
        return elements
    }

    /// Whole numbers and others together are Doubles.
    private static func doubles(_ elements: [Any]) -> [Double]? {
        var result: [Double] = []
        for element in elements {
            if let number = element as? Double {
                result.append(number)
            } else if let number = element as? Int {
                result.append(Double(number))
            } else {
                return nil
            }
        }
        return result
    }

    private static func dictionary(_ pairs: [(Any, Any)]) -> Any {
        var named: [String: Any] = [:]
        var other: [AnyHashable: Any] = [:]
        for (key, value) in pairs {
            if let name = key as? String { named[name] = value }
            if let key = key as? AnyHashable { other[key] = value }
        }
        guard named.count == other.count else { return other }
        if let integers = named as? [String: Int] { return integers }
        if let strings = named as? [String: String] { return strings }
        return named
    }
}
