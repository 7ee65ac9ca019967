public import Processes

/// What `poll(many:)` does to tasks that have not answered when time is over.
public enum LateTasks: Hashable, Sendable {
    /// Nothing: they can be polled again.
    case nothing
    /// They run on, and nobody gets their results.
    case ignore
    /// They are killed.
    case killTask
}

extension SupervisedTask {
    /// Waits for the result, five seconds unless told otherwise, and gives `nil` when nothing came in time.
    ///
    /// After `nil` the task goes on, and may be polled again. The reason of an end without a result comes as a value.
    /// A limit of zero looks without waiting.
    public nonisolated(nonsending) func poll(
        within limit: Duration? = .seconds(5)
    ) async throws(TaskError) -> Result<Success, ExitReason>? {
        try work.checkOwner()
        try checkTime(limit)
        if let ending = try work.take() { return work.result(ending) }
        if let limit, limit == .zero { return nil }
        let waiter = Waiter()
        try work.attach(waiter)
        let ending = await work.wait(waiter, within: limit)
        if let ending = try work.take() { return work.result(ending) }
        if ending == .cancelled { throw .cancelled(.value(process)) }
        return nil
    }

    /// Waits for the results of several tasks, and gives what is there after that time, in the order of the tasks.
    ///
    /// With a limit of results it returns as soon as so many tasks have answered or ended; the others show `nil`, and
    /// `late` does not touch them.
    public static nonisolated(nonsending) func poll(
        many tasks: [SupervisedTask],
        within time: Duration? = .seconds(5),
        limit: Int? = nil,
        onTimeout late: LateTasks = .nothing
    ) async throws(TaskError) -> [(task: SupervisedTask, result: Result<Success, ExitReason>?)] {
        for task in tasks { try task.work.checkOwner() }
        try checkTime(time)
        if let limit, limit < 1 { throw .limitNotPositive(limit) }
        guard let first = tasks.first else { return [] }
        let wanted = min(limit ?? tasks.count, tasks.count)
        let waiter = Waiter(for: wanted)
        try attach(waiter, to: tasks)
        let ending = await first.work.wait(waiter, within: time)
        for task in tasks { task.work.detach() }
        return try collect(tasks, wanted, late, ending)
    }

    private static func collect(
        _ tasks: [SupervisedTask],
        _ wanted: Int,
        _ late: LateTasks,
        _ ending: Waiter.Ending
    ) throws(TaskError) -> [(task: SupervisedTask, result: Result<Success, ExitReason>?)] {
        var found = 0
        var results: [(task: SupervisedTask, result: Result<Success, ExitReason>?)] = []
        for task in tasks {
            let result = found < wanted ? try task.work.take().map(task.work.result) : nil
            if result != nil { found += 1 }
            results.append((task, result))
        }
        if ending == .cancelled, found < wanted { throw .cancelled(.values(tasks.map(\.process))) }
        guard ending == .timedOut, found < wanted else { return results }
        for position in results.indices where results[position].result == nil {
            results[position].result = results[position].task.isLate(late)
        }
        return results
    }

    /// Does what is to be done to a task that is late; a result that came after all is given.
    private func isLate(_ late: LateTasks) -> Result<Success, ExitReason>? {
        switch late {
        case .nothing: return nil
        case .ignore: return try? ignore()
        case .killTask:
            unlink()
            process?.kill()
            guard case .success? = try? work.take() else { return nil }
            return work.result(.success)
        }
    }
}
