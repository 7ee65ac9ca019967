extension EvaluationService {
    /// One evaluation that runs.
    package struct Running: Sendable {
        package var id: Int
        package var expression: String
        package var startedAt: UInt64
    }

    /// Who wants the outcome of an evaluation.
    package struct Caller: Sendable {
        /// Hears the number of the evaluation before it runs.
        package var began: @Sendable (Int) -> Void
        /// Takes output, waiting for a slow reader; false once nobody reads.
        package var output: @Sendable (String) -> Bool
        /// Takes the outcome, once.
        package var finish: @Sendable (EvaluationOutcome) -> Void

        package init(
            began: @escaping @Sendable (Int) -> Void = { _ in },
            output: @escaping @Sendable (String) -> Bool,
            finish: @escaping @Sendable (EvaluationOutcome) -> Void
        ) {
            self.began = began
            self.output = output
            self.finish = finish
        }
    }

    /// Where an evaluation runs, and how it sees its caller's arguments.
    package struct Scope: Sendable {
        package typealias Operation = @Sendable () async -> EvaluationOutcome
        package var run: @Sendable ([String], Operation) async -> EvaluationOutcome

        package init(_ run: @escaping @Sendable ([String], Operation) async -> EvaluationOutcome) {
            self.run = run
        }
    }
}
