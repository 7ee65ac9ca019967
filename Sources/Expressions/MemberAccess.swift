import Suggestions

/// Reads members of values by name.
enum MemberAccess {
    /// The member `name` of `value`; throws a message when there is none.
    static func member(_ name: String, of value: Any) throws(AccessError) -> Any {
        if let collection = value as? any Collection, let member = collectionMember(name, of: collection) {
            return member
        }
        if let dictionary = value as? any AnyDictionary, let member = dictionary.collection(named: name) {
            return member
        }
        var mirror: Mirror? = Mirror(reflecting: value)
        if let position = tuplePosition(name), mirror?.displayStyle == .tuple {
            guard let child = mirror?.children.dropFirst(position).first else { throw unknown(name, of: value) }
            return child.value
        }
        while let level = mirror {
            if let child = level.children.first(where: { $0.label == name || $0.label == lazyLabel(name) }) {
                return child.value
            }
            mirror = level.superclassMirror
        }
        throw unknown(name, of: value)
    }

    /// The position that `pair.1` asks for, which the parser calls `.1`.
    private static func tuplePosition(_ name: String) -> Int? {
        name.hasPrefix(".") ? Int(name.dropFirst()) : nil
    }

    /// How Swift calls the storage of a lazy property.
    private static func lazyLabel(_ name: String) -> String { "$__lazy_storage_$_\(name)" }

    private static func collectionMember(_ name: String, of collection: some Collection) -> Any? {
        switch name {
        case "count": return collection.count
        case "isEmpty": return collection.isEmpty
        case "first": return collection.first as Any
        case "last":
            guard let collection = collection as? any BidirectionalCollection else { return nil }
            return last(of: collection)
        default: return nil
        }
    }

    private static func last(of collection: some BidirectionalCollection) -> Any {
        collection.last as Any
    }

    private static func unknown(_ name: String, of value: Any) -> AccessError {
        let type = TypeName.of(type(of: value))
        let known = names(of: value)
        guard !known.isEmpty else { return AccessError(message: "\(type) has no stored property '\(name)'") }
        let hint =
            Suggestion.nearest(to: name, in: known).map { "did you mean '\($0)'?" }
            ?? "it has \(known.joined(separator: ", "))"
        return AccessError(message: "\(type) has no stored property '\(name)'; \(hint)")
    }

    private static func names(of value: Any) -> [String] {
        if value is any AnyDictionary { return ["count", "first", "isEmpty", "keys", "values"] }
        if value is any Collection { return ["count", "first", "isEmpty", "last"] }
        var names: [String] = []
        var mirror: Mirror? = Mirror(reflecting: value)
        while let level = mirror {
            names += level.children.compactMap(\.label).filter { !$0.hasPrefix("$__") }
            mirror = level.superclassMirror
        }
        return names
    }
}

/// Why a part of a value cannot be read.
struct AccessError: Error {
    var message: String
}
