import ControlServer

extension EvaluationService.ArgumentsScope {
    /// Lets `Node.arguments` be those of the evaluation.
    static let forNode = EvaluationService.ArgumentsScope { arguments, operation in
        await Node.$evaluationArguments.withValue(arguments) { await operation() }
    }
}
