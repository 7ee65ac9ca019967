package import ControlProtocol

/// What somebody wants evaluated.
package struct EvaluationRequest: Sendable, Equatable {
    /// The text.
    package var expression: String
    /// The way.
    package var mode: EvaluationMode
    /// What follows the expression on the command line.
    package var arguments: [String]
    /// How long it may take; `nil` for as long as the caller waits.
    package var limit: Duration?

    package init(_ expression: String, mode: EvaluationMode = .auto, arguments: [String] = [], limit: Duration? = nil) {
        self.expression = expression
        self.mode = mode
        self.arguments = arguments
        self.limit = limit
    }
}
