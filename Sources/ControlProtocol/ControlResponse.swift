package import JSONValues

/// The answer to a request.
package struct ControlResponse: Hashable, Sendable {
    package let id: RequestID
    package let outcome: Result<JSONValue, ControlError>

    package init(id: RequestID, outcome: Result<JSONValue, ControlError>) {
        self.id = id
        self.outcome = outcome
    }

    package var json: JSONValue {
        switch outcome {
        case .success(let result): ["jsonrpc": "2.0", "id": id.json, "result": result]
        case .failure(let error): ["jsonrpc": "2.0", "id": id.json, "error": error.json]
        }
    }
}

/// Something the node tells unasked.
package struct ControlNotification: Hashable, Sendable {
    package let method: String
    package let params: JSONValue

    package init(method: String, params: JSONValue) {
        self.method = method
        self.params = params
    }

    package var json: JSONValue { ["jsonrpc": "2.0", "method": .string(method), "params": params] }
}

/// What a client receives.
package enum ServerMessage: Hashable, Sendable {
    case response(ControlResponse)
    case notification(ControlNotification)

    /// The message of a JSON object, or nil when it is neither.
    package init?(json: JSONValue) {
        guard json["jsonrpc"] == "2.0" else { return nil }
        if let method = json["method"]?.asString, json["id"] == nil {
            self = .notification(ControlNotification(method: method, params: json["params"] ?? .null))
        } else if let id = json["id"].flatMap({ RequestID(json: $0) }), let error = json["error"] {
            self = .response(ControlResponse(id: id, outcome: .failure(ControlError(json: error))))
        } else if let id = json["id"].flatMap({ RequestID(json: $0) }), let result = json["result"] {
            self = .response(ControlResponse(id: id, outcome: .success(result)))
        } else {
            return nil
        }
    }
}

extension JSONValue {
    /// The value as one line of the protocol, newline included.
    package var line: [UInt8] {
        var bytes = utf8()
        bytes.append(0x0a)
        return bytes
    }
}
