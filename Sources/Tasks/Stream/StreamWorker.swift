import NodeLogging
import Processes

/// The work of one element.
///
/// Unchecked, because `output` is touched by the code of its process only, and everything else that varies is guarded
/// by the lock of the run.
final class StreamWorker<Input: Sendable, Output: Sendable>: ProcessWork, @unchecked Sendable {
    let run: StreamRun<Input, Output>
    let input: Input
    private var output: Output?

    /// Its place among the workers of the run.
    var slot = 0
    var process: ProcessID?
    /// When its time is over.
    var deadline: MonotonicTime?
    var isTimedOut = false
    var result: Result<Output, TaskExit<Input>>?

    init(_ run: StreamRun<Input, Output>, _ input: Input) {
        self.run = run
        self.input = input
    }

    var kind: String { "task of \(run.plan.origin)" }

    var callers: [ProcessID] { run.caller.list }

    var details: LogEntry.Metadata {
        run.caller.details(run.plan.origin).merging(["arguments": "\(input)"]) { own, _ in own }
    }

    nonisolated(nonsending) func run() async throws {
        output = try await run.plan.operation(input)
    }

    func ended(_ reason: ExitReason) {
        // A value counts only when the task came to its end by itself.
        if reason.isNormal, let output = output.take() {
            run.ended(self, .success(output))
        } else {
            run.ended(self, reason)
        }
    }
}
