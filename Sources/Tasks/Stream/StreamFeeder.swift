import NodeLogging
import Processes

/// Takes inputs in a process of its own, so that results that are there need not wait for the next input.
///
/// Unchecked, because `feed` is touched by the code of its process only.
final class StreamFeeder: ProcessWork, @unchecked Sendable {
    private let run: StreamRun
    private var feed: StreamSource.Feed?

    init(_ run: StreamRun, _ feed: @escaping StreamSource.Feed) {
        self.run = run
        self.feed = feed
    }

    var kind: String { "input of \(run.plan.origin)" }
    var callers: [ProcessID] { run.caller.list }
    var details: LogEntry.Metadata { [:] }

    func takeBody() -> ProcessWorkBody? {
        guard let feed = feed.take() else { return nil }
        return { [run] _ in
            do {
                try await feed(run)
                run.inputIsOver()
            } catch let error as TaskError {
                run.fail(error)
            } catch {
                run.fail(.inputFailed(error))
            }
        }
    }

    func returned() {}

    /// An end from outside is a failure of the input.
    func ended(_ reason: ExitReason) {
        if !reason.isNormal { run.fail(.inputFailed(reason)) }
    }
}
