/// Evaluates call expressions against exported functions.
package struct Evaluator: Sendable {
    private let exports: [Exports]

    /// An evaluator that knows what `exports` offer.
    package init(_ exports: [Exports]) {
        self.exports = exports
    }

    /// Whether `text` speaks only of exports and literals, so that no Swift compiler is needed.
    package func understands(_ text: String) -> Bool {
        true
    }

    /// The value of the last statement of `text`.
    package func evaluate(_ text: String) async throws(EvaluationError) -> EvaluationResult {
        EvaluationResult(text: "")
    }
}

/// What an evaluation gives.
package struct EvaluationResult: Sendable {
    /// `String(reflecting:)` of the value, or nothing for `Void`.
    package var text: String
    // `json: JSONValue?` joins it with the evaluator itself.
}

/// Why an evaluation gave no value.
package enum EvaluationError: Error {
    /// The called function threw; `message` is what to show.
    case thrown(any Error, message: String)
    /// The text is wrong, or names or types in it are.
    case invalid(message: String)
    /// The evaluation was cancelled.
    case cancelled

    /// What to show the user, with the line and a caret.
    package var description: String { "" }
}
