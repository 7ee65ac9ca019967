package import JSONValues

/// A call of a method, or (without an id) a notification that is not answered.
package struct ControlRequest: Hashable, Sendable {
    package let id: RequestID?
    package let method: String
    /// An object, an array, or nil when none were given.
    package let params: JSONValue?

    package init(id: RequestID?, method: String, params: JSONValue? = nil) {
        self.id = id
        self.method = method
        self.params = params
    }

    package var json: JSONValue {
        var object: JSONObject = ["jsonrpc": "2.0"]
        object["id"] = id?.json
        object["method"] = .string(method)
        object["params"] = params
        return .object(object)
    }
}

/// What a request that could not be understood is answered with.
package struct InvalidRequest: Error, Hashable, Sendable {
    package let id: RequestID
    package let error: ControlError
}

extension ControlRequest {
    /// The request of a JSON object.
    package init(json: JSONValue) throws(InvalidRequest) {
        guard case .object(let object) = json else {
            throw InvalidRequest(id: .null, error: .invalidRequest("expected an object, found \(json.kind)"))
        }
        let id = try Self.id(of: object)
        func invalid(_ reason: String) -> InvalidRequest {
            InvalidRequest(id: id ?? .null, error: .invalidRequest(reason))
        }
        guard object["jsonrpc"] == "2.0" else { throw invalid("'jsonrpc' must be \"2.0\"") }
        guard case .string(let method)? = object["method"] else { throw invalid("'method' must be a string") }
        switch object["params"] {
        case nil, .null?: self.init(id: id, method: method)
        case .object?, .array?: self.init(id: id, method: method, params: object["params"])
        case let other?: throw invalid("'params' must be an object or an array, found \(other.kind)")
        }
    }

    private static func id(of object: JSONObject) throws(InvalidRequest) -> RequestID? {
        guard let value = object["id"] else { return nil }
        guard let id = RequestID(json: value) else {
            throw InvalidRequest(
                id: .null,
                error: .invalidRequest("'id' must be a string, a number or null, found \(value.kind)")
            )
        }
        return id
    }
}
