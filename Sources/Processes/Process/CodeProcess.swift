/// A process that is one asynchronous function, which runs in a task from its beginning to its end.
///
/// Unchecked, because all variables are guarded by `lock`.
@usableFromInline package class CodeProcess: ProcessCore, @unchecked Sendable {
    private enum Stage {
        case new, running, done
    }

    @exclusivity(unchecked) private var stage = Stage.new
    /// Whether the code only waits: for mail, having seen all there is, for somebody else, or for time to pass.
    @usableFromInline @exclusivity(unchecked) final var isWaiting = false

    override final var isBusyLocked: Bool { stage == .running }
    override final var hasWorkLocked: Bool { stage == .new || (stage == .running && !isWaiting) }

    override final func setWaiting(_ waits: Bool) {
        lock.withLock { isWaiting = waits }
        system.quiescence.note()
    }

    override final func goesOn(in task: Task<Void, Never>) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        guard phase.isRunning else { return false }
        stage = .running
        self.task = task
        return true
    }

    /// Says that the code runs, in a task that somebody else has made.
    final func begin() {
        lock.withLock { stage = .running }
    }

    /// Says that the code has come to its end; gives whether nobody can have cancelled its task.
    @discardableResult
    final func end(_ reason: ExitReason) -> Bool {
        system.quiescence.beganToEnd()
        defer { system.quiescence.ended() }
        lock.lock()
        stage = .done
        task = nil
        let endsByItself = phase.isRunning
        if endsByItself, !reason.isExpected {
            lock.unlock()
            report(reason)
            lock.lock()
        }
        endOfCodeLocked(reason)
        return endsByItself
    }

    /// Ends before it began.
    final func refuseToStart(_ reason: ExitReason) {
        lock.lock()
        stage = .done
        endOfCodeLocked(reason)
    }

    /// Logs that the process ends by itself, and not as expected.
    func report(_ reason: ExitReason) {
        let (display, ancestors) = lock.withLock { (displayLocked, self.ancestors) }
        CrashReport(process: display, kind: kind, reason: reason, ancestors: ancestors).write(to: system.log)
    }
}
