import ControlServer
import Expressions
import Synchronization

/// Somebody who asked for an evaluation, for tests.
final class Listener: Sendable {
    private let lines = Mutex<[String]>([])
    private let outcomes: AsyncStream<EvaluationOutcome>
    private let ending: AsyncStream<EvaluationOutcome>.Continuation
    private let reading: @Sendable () -> Void

    /// A listener that does `reading` before it takes a piece of output.
    init(reading: @escaping @Sendable () -> Void = {}) {
        self.reading = reading
        (outcomes, ending) = AsyncStream.makeStream()
    }

    var caller: EvaluationService.Caller {
        EvaluationService.Caller(
            output: { text in
                self.reading()
                self.lines.withLock { $0.append(text) }
                return true
            },
            finish: { outcome in
                self.ending.yield(outcome)
                self.ending.finish()
            }
        )
    }

    /// The pieces of output so far.
    var output: [String] { lines.withLock(\.self) }

    /// How the evaluation ended, once it has.
    var outcome: EvaluationOutcome {
        get async {
            for await outcome in outcomes { return outcome }
            return .failed(message: "the outcome was taken already")
        }
    }
}

extension EvaluationOutcome {
    var text: String? {
        if case .value(let value) = self { value.text } else { nil }
    }

    var message: String {
        if case .failed(let message) = self { message } else { "\(self)" }
    }

    var isCancelled: Bool {
        if case .cancelled = self { true } else { false }
    }

    var isOverdue: Bool {
        if case .overdue = self { true } else { false }
    }

    var refusal: EvaluationRefusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}
