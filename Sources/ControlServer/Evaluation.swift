import OutputCapture
import Posix
import Synchronization

/// One evaluation from its start until its code has ended, which may be after its caller was answered.
final class Evaluation: Sendable {
    let id: Int
    /// What is evaluated; of a long text only the beginning, as every `status` repeats it.
    let expression: String
    let startedAt = Clocks.monotonicNanoseconds()

    /// How many characters of the text are kept.
    private static let shownLength = 1000

    private struct State {
        var task: Task<Void, Never>?
        var isCancelled = false
        var isSettled = false
        var endings: [@Sendable () -> Void] = []
    }

    private let thread: EvaluationThread
    private let output: OutputRelay
    private let finish: @Sendable (EvaluationOutcome) -> Void
    private let state = Mutex(State())

    init(id: Int, _ expression: String, on thread: EvaluationThread, for caller: EvaluationService.Caller) {
        self.id = id
        let shown = expression.prefix(Self.shownLength)
        self.expression = shown.endIndex == expression.endIndex ? expression : "\(shown)…"
        self.thread = thread
        finish = caller.finish
        output = OutputRelay(isOnThread: { thread.isCurrent }, send: caller.output)
    }

    /// Does `action` when the code has ended.
    func onEnd(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.endings.append(action) }
    }

    /// Runs the code on the evaluation's thread.
    func run(_ evaluate: @escaping @Sendable () async -> EvaluationOutcome) {
        let task = Task(executorPreference: thread) { [self, output] in
            let outcome = await OutputCapture.capturing({ output.write($0) }) { await evaluate() }
            output.flush()
            end(outcome)
        }
        let isCancelled = state.withLock { state in
            state.task = task
            return state.isCancelled
        }
        if isCancelled { task.cancel() }
    }

    /// Asks the code to end; the caller is answered at once with `outcome`, or else when the code has ended.
    func cancel(as outcome: EvaluationOutcome? = nil) {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        // First the answer: cancelled code may end before this function does, and with an error of its own.
        if let outcome { settle(outcome) }
        task?.cancel()
    }

    /// Answers the caller, unless that has been done.
    func settle(_ outcome: EvaluationOutcome) {
        let isFirst = state.withLock { state in
            defer { state.isSettled = true }
            return !state.isSettled
        }
        if isFirst { finish(outcome) }
    }

    private func end(_ outcome: EvaluationOutcome) {
        let endings = state.withLock { state in
            defer {
                state.endings = []
                state.task = nil
            }
            return state.endings
        }
        for ending in endings { ending() }
        settle(outcome)
        thread.finish()
    }
}
