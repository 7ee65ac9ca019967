import Processes

extension SupervisedTask {
    /// Waits for the result, five seconds unless told otherwise; `nil` waits for ever.
    ///
    /// It throws when the task ends without a result, and when nothing comes in time. In both cases the result cannot
    /// be asked for again, and no message about it comes. After a timeout the task goes on: let the error end the
    /// process, which ends a linked task too, or call `shutdown`.
    ///
    /// The time is real: a task that does not care about cancellation holds nobody up.
    @inlinable public nonisolated(nonsending) func value(
        within limit: Duration? = .seconds(5)
    ) async throws(TaskError) -> Success {
        try await work.succeed(within: limit)
        guard let value = work.value else { throw .alreadyTaken }
        return value
    }

    /// Waits for the results of several tasks, and gives them in the order of the tasks.
    ///
    /// It throws as soon as one ends without a result, and when they are not all there in time; the results of the
    /// others are given up then.
    public static nonisolated(nonsending) func awaitMany(
        _ tasks: [SupervisedTask],
        within limit: Duration? = .seconds(5)
    ) async throws(TaskError) -> [Success] {
        for task in tasks { try task.work.checkOwner() }
        try checkTime(limit)
        guard let first = tasks.first else { return [] }
        let what = TaskWait.values(tasks.map(\.process))
        let waiter = Waiter(for: tasks.count, stopsAtFailure: true)
        try attach(waiter, to: tasks)
        let ending = await first.work.wait(waiter, within: limit)
        for task in tasks { task.work.detach() }
        if case .failure(let reason)? = tasks.lazy.compactMap(\.work.knownEnding).first(where: \.isFailure) {
            for task in tasks { task.work.giveUp() }
            throw .exited(reason, what)
        }
        guard tasks.allSatisfy({ $0.work.knownEnding != nil }) else {
            if ending == .timedOut { for task in tasks { task.work.giveUp() } }
            throw first.work.error(ending, limit, what)
        }
        var values: [Success] = []
        for task in tasks {
            if try task.work.take() != nil, let value = task.work.value { values.append(value) }
        }
        return values
    }

    /// Lets a waiter hear of all outcomes, or of none.
    static func attach(_ waiter: Waiter, to tasks: [SupervisedTask]) throws(TaskError) {
        for (position, task) in tasks.enumerated() {
            do {
                try task.work.attach(waiter)
            } catch {
                for attached in tasks[..<position] { attached.work.detach() }
                throw error
            }
        }
    }
}

func checkTime(_ limit: Duration?) throws(TaskError) {
    if let limit, limit < .zero { throw .negativeTimeout(limit) }
}

extension TaskWork {
    /// Waits until the task has ended, and takes the end; returns when there is a value.
    @usableFromInline nonisolated(nonsending) func succeed(within limit: Duration?) async throws(TaskError) {
        try checkOwner()
        try checkTime(limit)
        if let ending = try take() { return try ending.check(process) }
        let waiter = Waiter()
        try attach(waiter)
        let ending = await wait(waiter, within: limit)
        if let ending = try take() { return try ending.check(process) }
        throw failure(ending, limit, .value(process))
    }

    /// Waits on the clock of the task's world; afterwards nobody hears of the outcome.
    nonisolated(nonsending) func wait(_ waiter: Waiter, within limit: Duration?) async -> Waiter.Ending {
        let owner = currentOwner.process
        let timers = (process ?? owner)?.timers ?? ProcessSystem.current.timers
        let ending = await waiter.wait(within: limit, on: timers, as: owner)
        detach()
        return ending
    }

    /// Why a wait brought nothing; after a timeout the result is given up.
    func failure(_ ending: Waiter.Ending, _ limit: Duration?, _ wait: TaskWait) -> TaskError {
        if ending == .timedOut { giveUp() }
        return error(ending, limit, wait)
    }

    func error(_ ending: Waiter.Ending, _ limit: Duration?, _ wait: TaskWait) -> TaskError {
        if ending == .timedOut, let limit { .timedOut(after: limit, wait) } else { .cancelled(wait) }
    }
}

extension TaskEnding {
    fileprivate func check(_ process: ProcessID?) throws(TaskError) {
        if case .failure(let reason) = self { throw .exited(reason, .value(process)) }
    }
}
