import Processes

/// What an iterator holds: the run begins with the first element that is asked for, and ends with this object.
final class StreamHandle<Input: Sendable, Output: Sendable> {
    private let plan: StreamPlan<Input, Output>
    private var source: StreamSource<Input, Output>?
    private var run: StreamRun<Input, Output>?
    private var isOver = false

    init(_ plan: StreamPlan<Input, Output>, _ source: StreamSource<Input, Output>) {
        self.plan = plan
        self.source = source
    }

    deinit {
        run?.stop()
    }

    nonisolated(nonsending) func next() async throws(TaskError) -> Result<Output, TaskExit<Input>>? {
        guard !isOver else { return nil }
        let run = run ?? begin()
        do throws(TaskError) {
            if let result = try await nextResult(of: run) { return result }
        } catch {
            end(run)
            throw error
        }
        end(run)
        return nil
    }

    private func begin() -> StreamRun<Input, Output> {
        let run = StreamRun(plan)
        self.run = run
        run.watchConsumer()
        if case .feed(let feed) = source {
            let work = StreamFeeder(run, feed)
            let parent = run.caller.nearest
            run.started(feeder: TaskProcess.spawn(work, options: ProcessOptions(), in: run.system, parent: parent))
        }
        return run
    }

    private func end(_ run: StreamRun<Input, Output>) {
        isOver = true
        source = nil
        run.stop()
    }

    private nonisolated(nonsending) func nextResult(
        of run: StreamRun<Input, Output>
    ) async throws(TaskError) -> Result<Output, TaskExit<Input>>? {
        while true {
            switch run.progress() {
            case .result(let result):
                try await fill(run)
                return result
            case .failed(let error): throw error
            case .over: return nil
            case .waiting: try await fill(run)
            }
            let waiter = Waiter()
            switch run.progress(waiter) {
            case .result(let result):
                try await fill(run)
                return result
            case .failed(let error): throw error
            case .over: return nil
            case .waiting:
                let ending = await waiter.wait(within: nil, on: run.system.timers)
                if ending == .cancelled { throw .cancelled(.concurrentResults) }
            }
        }
    }

    /// Starts tasks for inputs until there are as many as may be.
    private nonisolated(nonsending) func fill(_ run: StreamRun<Input, Output>) async throws(TaskError) {
        guard case .pull(let pull) = source else { return run.wakeFeeder() }
        while run.hasRoom {
            guard let input = pull() else {
                source = nil
                return run.inputIsOver()
            }
            if plan.supervisor == nil { run.startHere(input) } else { try await run.start(input) }
        }
    }
}
