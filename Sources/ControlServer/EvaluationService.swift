import ControlProtocol
package import Expressions
import OutputCapture
package import Posix
import Synchronization

/// Evaluates what callers send, each on a thread of its own, and knows what is running.
package final class EvaluationService: Sendable {
    /// The most evaluations at one time.
    package static let limit = 64

    private struct State {
        var lastID = 0
        var evaluations: [Int: Evaluation] = [:]
        var unanswered = 0
    }

    private let evaluator: Evaluator
    private let policy: EvaluationPolicy
    private let timer: DeadlineTimer
    private let scope: Scope
    private let state = Mutex(State())
    /// Readable after the last caller was answered.
    private let allAnswered: EventCounter

    package init(
        _ evaluator: Evaluator,
        policy: EvaluationPolicy,
        timer: DeadlineTimer,
        scope: Scope = Scope { _, operation in await operation() }
    ) throws(PosixError) {
        allAnswered = try EventCounter()
        self.evaluator = evaluator
        self.policy = policy
        self.timer = timer
        self.scope = scope
    }

    deinit {
        allAnswered.close()
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

    /// Lets what runs be answered before the node ends: what needs longer than `patience` is cancelled, what does not
    /// end then is left alone.
    package func finish(patience: Duration) {
        if !waitForAnswers(patience) {
            for evaluation in state.withLock({ Array($0.evaluations.values) }) { evaluation.cancel() }
            _ = waitForAnswers(patience)
        }
    }

    private func waitForAnswers(_ patience: Duration) -> Bool {
        let deadline = Deadline.after(patience)
        while state.withLock({ $0.unanswered > 0 }) {
            guard !deadline.hasPassed else { return false }
            // Waiting fails only for want of memory; then the answers are not waited for.
            guard (try? Poll.wait(for: allAnswered.descriptor, .readable, until: deadline)) == true else {
                return false
            }
            allAnswered.clear()
        }
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
            let evaluation = Evaluation(id: state.lastID, request.expression, on: thread, for: counting(caller))
            state.unanswered += 1
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
            return await scope.run(request.arguments) { [evaluator] in
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

    /// A caller whose answer is counted.
    private func counting(_ caller: Caller) -> Caller {
        var counted = caller
        counted.finish = { [self] outcome in
            caller.finish(outcome)
            let isLast = state.withLock { state in
                state.unanswered -= 1
                return state.unanswered == 0
            }
            if isLast { allAnswered.signal() }
        }
        return counted
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
