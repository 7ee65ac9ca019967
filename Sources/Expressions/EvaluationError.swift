/// Why an evaluation gave no value.
package enum EvaluationError: Error, CustomStringConvertible {
    /// The text is wrong, or names or types in it are.
    case invalid(Diagnostic)
    /// The called function threw.
    case thrown(any Error, function: String)
    /// The evaluation was cancelled.
    case cancelled

    package var description: String {
        switch self {
        case .invalid(let diagnostic): diagnostic.description
        case .thrown(let error, let function): "\(function) threw \(Self.text(of: error))"
        case .cancelled: "the evaluation was cancelled"
        }
    }

    /// The type of an error, and what it says.
    private static func text(of error: any Error) -> String {
        let type = TypeName.of(type(of: error))
        let text = String(describing: error)
        return text.isEmpty || text == type || text == "\(type)()" ? type : "\(type): \(text)"
    }
}
