import ControlProtocol
package import Expressions
import OutputCapture
import Posix
import Synchronization

/// Evaluates what callers send, each on a thread of its own, and knows what is running.
package final class EvaluationService: Sendable {
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

    /// The most evaluations at one time.
    package static let limit = 64

    private struct State {
        var lastID = 0
        var evaluations: [Int: Evaluation] = [:]
    }

    private let evaluator: Evaluator
    private let policy: EvaluationPolicy
    private let timer: DeadlineTimer
    private let withArguments: ArgumentsScope
    private let state = Mutex(State())

    /// Runs an operation so that it sees the caller's arguments.
    package struct ArgumentsScope: Sendable {
        package typealias Operation = @Sendable () async -> EvaluationOutcome
        package var run: @Sendable ([String], Operation) async -> EvaluationOutcome

        package init(_ run: @escaping @Sendable ([String], Operation) async -> EvaluationOutcome) {
            self.run = run
        }
    }

    package init(
        _ evaluator: Evaluator,
        policy: EvaluationPolicy,
        timer: DeadlineTimer,
        withArguments: ArgumentsScope = ArgumentsScope { _, operation in await operation() }
    ) {
        self.evaluator = evaluator
        self.policy = policy
        self.timer = timer
        self.withArguments = withArguments
    }

    /// What runs, oldest first.
    package var running: [Running] {
        state.withLock { state in
            state.evaluations.values
                .map { Running(id: $0.id, expression: $0.expression, startedAt: $0.startedAt) }
                .sorted { $0.id < $1.id }
        }
    }

    /// Begins an evaluation, or tells the caller at once why not.
    package func begin(_ request: EvaluationRequest, for caller: Caller) {
        do throws(EvaluationRefusal) {
            guard policy != .off else { throw .off }
            let evaluation = try register(request, caller)
            caller.began(evaluation.id)
            start(evaluation, request)
        } catch {
            caller.finish(.refused(error))
        }
    }

    /// Cancels an evaluation, which ends at its next suspension point; false when none of that number runs.
    @discardableResult
    package func cancel(_ id: Int) -> Bool {
        guard let evaluation = state.withLock({ $0.evaluations[id] }) else { return false }
        evaluation.cancel()
        return true
    }

    /// Why the text is not evaluated, if it is not; reading a long one takes a while.
    private func refusal(of request: EvaluationRequest) -> EvaluationRefusal? {
        let isCall = request.mode == .call || request.mode == .auto && evaluator.understands(request.expression)
        guard !isCall else { return nil }
        return policy == .calls ? .onlyCalls : .noSwift(names: exportedNames)
    }

    /// The names that calls begin with.
    private var exportedNames: [String] {
        Set(evaluator.signatures.map { String($0.prefix { $0 != "." }) }).sorted()
    }

    private func register(_ request: EvaluationRequest, _ caller: Caller) throws(EvaluationRefusal) -> Evaluation {
        let thread: EvaluationThread
        do {
            thread = try EvaluationThread()
        } catch {
            throw .noThread("\(error)")
        }
        let evaluation: Evaluation? = state.withLock { state in
            guard state.evaluations.count < Self.limit else { return nil }
            state.lastID += 1
            let evaluation = Evaluation(id: state.lastID, request.expression, on: thread, for: caller)
            state.evaluations[state.lastID] = evaluation
            return evaluation
        }
        guard let evaluation else { throw .limit(Self.limit) }
        return evaluation
    }

    private func start(_ evaluation: Evaluation, _ request: EvaluationRequest) {
        let hindrance = scheduleEnd(of: evaluation, after: request.limit)
        evaluation.onEnd { [weak self] in self?.forget(evaluation.id) }
        evaluation.run { [self] in
            if let refusal = hindrance ?? refusal(of: request) { return .refused(refusal) }
            return await withArguments.run(request.arguments) { [evaluator] in
                await Self.outcome(of: request.expression, from: evaluator)
            }
        }
    }

    private func scheduleEnd(of evaluation: Evaluation, after limit: Duration?) -> EvaluationRefusal? {
        guard let limit else { return nil }
        do {
            let ticket = try timer.schedule(after: limit) { evaluation.cancel(as: .overdue(limit: limit)) }
            evaluation.onEnd { [timer] in timer.cancel(ticket) }
            return nil
        } catch {
            return .noThread("\(error)")
        }
    }

    private func forget(_ id: Int) {
        state.withLock { _ = $0.evaluations.removeValue(forKey: id) }
    }

    private static func outcome(of expression: String, from evaluator: Evaluator) async -> EvaluationOutcome {
        do {
            return .value(try await evaluator.evaluate(expression))
        } catch .cancelled {
            return .cancelled
        } catch .thrown(let error, _) where error is CancellationError && Task.isCancelled {
            return .cancelled
        } catch .thrown(let error as any EvaluationEnding, _) {
            return .status(error.status)
        } catch {
            return .failed(message: error.description)
        }
    }
}

/// An error by which code ends its evaluation with a status of its choice.
package protocol EvaluationEnding: Error {
    /// The status for the caller's command.
    var status: Int32 { get }
}
