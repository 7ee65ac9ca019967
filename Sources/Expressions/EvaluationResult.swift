package import JSONValues

/// What an evaluation gives.
package struct EvaluationResult: Sendable, Hashable {
    /// `String(reflecting:)` of the value; empty for `Void`.
    package let text: String
    /// The value as JSON, when it is Encodable.
    package let json: JSONValue?

    package init(text: String, json: JSONValue?) {
        self.text = text
        self.json = json
    }
}

extension EvaluationResult {
    /// The result for a value of the program; `Void` has no text.
    package init(reflecting value: Any) {
        self.init(.swift(value))
    }

    init(_ value: EvaluatedValue) {
        json = value.json
        switch value {
        case .void: text = ""
        case .null: text = "nil"
        case .swift(let any) where any is Void: text = ""
        default: text = String(reflecting: value.natural)
        }
    }
}
