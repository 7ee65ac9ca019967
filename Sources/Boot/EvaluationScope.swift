import ControlServer
import Processes

extension EvaluationService.Scope {
    /// Lets an evaluation be a process of its own, for which `Node.arguments` are those of its caller.
    ///
    /// What it starts with a link then has somebody to be linked to, and ends when the evaluation is cancelled.
    static let forNode = EvaluationService.Scope { arguments, operation in
        await Node.$evaluationArguments.withValue(arguments) { await runAsProcess(operation) }
    }

    private static func runAsProcess(_ operation: Operation) async -> EvaluationOutcome {
        var outcome = EvaluationOutcome.cancelled
        // How the process ends is for those who are linked to it; its caller gets the outcome.
        try? await adoptTask(Never.self, options: ProcessOptions(label: "evaluation")) { _ in
            outcome = await operation()
            if Task.isCancelled { throw ExitReason.shutdown }
        }
        return outcome
    }
}
