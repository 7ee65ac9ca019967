import Processes

/// What an iterator holds: the run begins with the first element that is asked for, and ends with this object.
@usableFromInline final class StreamHandle {
    @usableFromInline let plan: StreamPlan
    private var source: StreamSource?
    private var run: StreamRun?
    private var isOver = false

    @usableFromInline init(_ plan: StreamPlan, _ source: StreamSource) {
        self.plan = plan
        self.source = source
    }

    deinit {
        run?.stop()
    }

    /// The next worker that has ended.
    @usableFromInline nonisolated(nonsending) func next() async throws(TaskError) -> StreamWorker? {
        guard !isOver else { return nil }
        let run = run ?? begin()
        do throws(TaskError) {
            if let worker = try await nextWorker(of: run) { return worker }
        } catch {
            end(run)
            throw error
        }
        end(run)
        return nil
    }

    private func begin() -> StreamRun {
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

    private func end(_ run: StreamRun) {
        isOver = true
        source = nil
        run.stop()
    }

    private nonisolated(nonsending) func nextWorker(
        of run: StreamRun
    ) async throws(TaskError) -> StreamWorker? {
        while true {
            switch run.progress() {
            case .worker(let worker):
                try await fill(run)
                return worker
            case .failed(let error): throw error
            case .over: return nil
            case .waiting: try await fill(run)
            }
            let waiter = Waiter()
            switch run.progress(waiter) {
            case .worker(let worker):
                try await fill(run)
                return worker
            case .failed(let error): throw error
            case .over: return nil
            case .waiting:
                let ending = await waiter.wait(within: nil, on: run.system.timers, as: ProcessContext.current?.id)
                if ending == .cancelled { throw .cancelled(.concurrentResults) }
            }
        }
    }

    /// Starts tasks for inputs until there are as many as may be.
    @inline(__always) private nonisolated(nonsending) func fill(_ run: StreamRun) async throws(TaskError) {
        guard case .pull(let pull) = source else { return run.wakeFeeder() }
        if plan.supervisor != nil { return try await fill(run, from: pull) }
        for _ in 0..<run.room {
            guard let worker = pull(run) else { return inputIsOver(run) }
            run.startHere(worker)
        }
    }

    /// Starts tasks by a supervisor, for which it has to be asked.
    private nonisolated(nonsending) func fill(
        _ run: StreamRun,
        from pull: (StreamRun) -> StreamWorker?
    ) async throws(TaskError) {
        for _ in 0..<run.room {
            guard let worker = pull(run) else { return inputIsOver(run) }
            try await run.start(worker)
        }
    }

    private func inputIsOver(_ run: StreamRun) {
        source = nil
        run.inputIsOver()
    }
}
