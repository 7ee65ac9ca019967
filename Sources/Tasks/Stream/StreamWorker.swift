public import NodeLogging
public import Processes

/// The work of one element, but for its input and its output.
///
/// Those stand in a subclass, so that nothing here need know their types. Unchecked, because `didReturn` is touched by
/// the code of its process only, and everything else that varies is guarded by the lock of the run.
@usableFromInline class StreamWorker: ProcessWork, @unchecked Sendable {
    let run: StreamRun
    @exclusivity(unchecked) private var didReturn = false

    /// Its place among the workers of the run.
    @exclusivity(unchecked) final var slot = 0
    @exclusivity(unchecked) final var process: ProcessID?
    /// When its time is over.
    @exclusivity(unchecked) final var deadline: MonotonicTime?
    @exclusivity(unchecked) final var isTimedOut = false
    @exclusivity(unchecked) @usableFromInline final var ending: TaskEnding?

    @usableFromInline init(_ run: StreamRun) {
        self.run = run
    }

    /// The input, for reports.
    var argument: String { "" }

    @usableFromInline var kind: String { "task of \(run.plan.origin)" }

    @usableFromInline var callers: [ProcessID] { run.caller.list }

    @usableFromInline var details: LogEntry.Metadata {
        run.caller.details(run.plan.origin).merging(["arguments": argument]) { own, _ in own }
    }

    @usableFromInline func takeBody() -> ProcessWorkBody? {
        run.plan.body
    }

    @usableFromInline func returned() {
        didReturn = true
    }

    /// Keeps what came out; a value counts only when the task came to its end by itself.
    @usableFromInline func ended(_ reason: ExitReason) {
        if reason.isNormal, didReturn { run.ended(self, .success) } else { run.ended(self, reason) }
    }
}

/// The work of one element.
///
/// Unchecked, because the code of its process sets `output` before it ends, and the consumer reads it afterwards.
@usableFromInline final class ElementWorker<Input: Sendable, Output: Sendable>: StreamWorker, @unchecked Sendable {
    @usableFromInline let input: Input
    @exclusivity(unchecked) @usableFromInline var output: Output?

    @inlinable init(_ run: StreamRun, _ input: Input) {
        self.input = input
        super.init(run)
    }

    override var argument: String { "\(input)" }

    /// What a worker that has ended came to.
    @inlinable func result(zipsInputOnExit: Bool) -> Result<Output, TaskExit<Input>> {
        if case .failure(let reason)? = ending {
            return .failure(TaskExit(reason: reason, input: zipsInputOnExit ? input : nil))
        }
        guard let output else { return .failure(TaskExit(reason: .normal, input: zipsInputOnExit ? input : nil)) }
        return .success(output)
    }
}
