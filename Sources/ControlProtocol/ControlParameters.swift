package import JSONValues

/// The parameters of a request by name, whether they came in an object or by position.
package struct ControlParameters: Sendable {
    private var values: JSONObject = [:]

    /// Reads parameters; `names` is their order, and names the only ones there are.
    package init(_ request: ControlRequest, names: [String]) throws(ControlError) {
        switch request.params {
        case .object(let object)?:
            for key in object.keys where !names.contains(key) {
                throw .invalidParameters("unknown parameter '\(key)'; \(Self.expectation(request.method, names))")
            }
            values = object
        case .array(let elements)?:
            guard elements.count <= names.count else {
                throw .invalidParameters("too many parameters; \(Self.expectation(request.method, names))")
            }
            values = JSONObject(zip(names, elements))
        default:
            break
        }
    }

    private static func expectation(_ method: String, _ names: [String]) -> String {
        names.isEmpty ? "'\(method)' takes none" : "'\(method)' takes \(names.joined(separator: ", "))"
    }

    /// The value, or nil when it is absent or null.
    package func value(_ name: String) -> JSONValue? {
        guard let value = values[name], !value.isNull else { return nil }
        return value
    }

    /// A text, if given.
    package func string(_ name: String) throws(ControlError) -> String? {
        try read(name, "a string") { $0.asString }
    }

    /// A truth value, if given.
    package func bool(_ name: String) throws(ControlError) -> Bool? {
        try read(name, "a boolean") { $0.asBool }
    }

    /// A whole number, if given.
    package func int(_ name: String) throws(ControlError) -> Int? {
        try read(name, "a whole number") { $0.asInt }
    }

    /// A list of texts, if given.
    package func strings(_ name: String) throws(ControlError) -> [String]? {
        try read(name, "an array of strings") { value in
            guard let elements = value.asArray else { return nil }
            let texts = elements.compactMap(\.asString)
            return texts.count == elements.count ? texts : nil
        }
    }

    /// A request's id, if given.
    package func requestID(_ name: String) throws(ControlError) -> RequestID? {
        try read(name, "the id of a request") { RequestID(json: $0) }
    }

    /// A value that must be there.
    package func required<Value>(_ name: String, _ value: Value?) throws(ControlError) -> Value {
        guard let value else { throw .invalidParameters("'\(name)' is missing") }
        return value
    }

    private func read<Value>(
        _ name: String,
        _ expectation: String,
        _ convert: (JSONValue) -> Value?
    ) throws(ControlError) -> Value? {
        guard let given = value(name) else { return nil }
        guard let value = convert(given) else {
            throw .invalidParameters("'\(name)' must be \(expectation), found \(given.kind)")
        }
        return value
    }
}
