package import JSONValues

/// Which way an expression is evaluated.
package enum EvaluationMode: String, Sendable {
    /// Call expressions and built-ins one way, anything else as Swift.
    case auto
    case call
    case swift
}

/// The parameters of the method `eval`.
package struct EvaluationParameters: Hashable, Sendable {
    package let expression: String
    package let mode: EvaluationMode
    /// What the evaluated code sees as `Node.arguments`.
    package let arguments: [String]

    package init(expression: String, mode: EvaluationMode = .auto, arguments: [String] = []) {
        self.expression = expression
        self.mode = mode
        self.arguments = arguments
    }

    package init(_ request: ControlRequest) throws(ControlError) {
        let parameters = try ControlParameters(request, names: ControlMethod.eval.parameters)
        expression = try parameters.required("expression", parameters.string("expression"))
        let name = try parameters.string("mode") ?? EvaluationMode.auto.rawValue
        guard let mode = EvaluationMode(rawValue: name) else {
            throw .invalidParameters("unknown mode '\(name)'; there are auto, call, swift")
        }
        self.mode = mode
        arguments = try parameters.strings("arguments") ?? []
    }

    package var json: JSONValue {
        [
            "expression": .string(expression), "mode": .string(mode.rawValue),
            "arguments": .array(arguments.map { .string($0) }),
        ]
    }
}

/// The result of the method `eval`.
package struct EvaluationResult: Hashable, Sendable {
    /// The value as `String(reflecting:)` shows it; empty when there is none.
    package let text: String
    /// The value as JSON, if it is encodable.
    package let value: JSONValue?

    package init(text: String, value: JSONValue?) {
        self.text = text
        self.value = value
    }

    package init?(json: JSONValue) {
        guard let text = json["text"]?.asString else { return nil }
        self.init(text: text, value: json["json"])
    }

    package var json: JSONValue {
        var object: JSONObject = ["text": .string(text)]
        object["json"] = value
        return .object(object)
    }
}

/// What evaluated code printed: the parameters of the notification `output`.
package struct EvaluationOutput: Hashable, Sendable {
    package static let method = "output"
    /// The most bytes of text in one notification.
    package static let largestText = 64 * 1024

    /// Where the text was meant to go.
    package enum Stream: String, Sendable {
        case standardOutput = "stdout"
        case standardError = "stderr"
    }

    package let id: RequestID
    package let stream: Stream
    package let text: String

    package init(id: RequestID, stream: Stream, text: String) {
        self.id = id
        self.stream = stream
        self.text = text
    }

    package init?(json: JSONValue) {
        guard let id = json["id"].flatMap({ RequestID(json: $0) }), let text = json["text"]?.asString,
            let stream = json["stream"]?.asString.flatMap({ Stream(rawValue: $0) })
        else { return nil }
        self.init(id: id, stream: stream, text: text)
    }

    package var json: JSONValue {
        ["id": id.json, "stream": .string(stream.rawValue), "text": .string(text)]
    }
}
