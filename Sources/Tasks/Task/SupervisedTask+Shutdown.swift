public import Processes
public import Supervision

extension SupervisedTask {
    /// Ends the task, and gives what it came to.
    ///
    /// A result that is there wins over any end, and an end that was not asked for comes as its reason. `nil` says that
    /// it has ended as it was asked to. It is asked to end by an exit signal, which cancels it, and killed when it has
    /// not ended after five seconds, unless told otherwise. When the result was taken before, and the task is gone, that
    /// is the failure `noProcess`.
    public nonisolated(nonsending) func shutdown(
        _ how: ChildSpec.Shutdown = .after(.seconds(5))
    ) async throws(TaskError) -> Result<Success, ExitReason>? {
        try work.checkOwner()
        if case .after(let limit) = how, limit < .zero { throw .negativeShutdown(limit) }
        unlink()
        guard let process else { return try work.take().map(work.result) }
        let wasThere = work.knownEnding == nil
        let isOurs = work.giveUp()
        if wasThere { await process.end(how) }
        switch work.knownEnding {
        case .success?: return isOurs ? work.result(.success) : .failure(wasThere ? .normal : .noProcess)
        case .failure(let reason)?:
            guard isOurs || wasThere else { return .failure(.noProcess) }
            return how.askedFor(reason) ? nil : .failure(reason)
        case nil: return nil
        }
    }

    /// Lets the task run on without anybody to get its result, and gives the result if it is there.
    ///
    /// It is unlinked, so that a failure of it does not reach the owner.
    @discardableResult
    public func ignore() throws(TaskError) -> Result<Success, ExitReason>? {
        try work.checkOwner()
        unlink()
        if let ending = try work.take() { return work.result(ending) }
        work.giveUp()
        return nil
    }

    func unlink() {
        guard let process, let owner = work.currentOwner.process else { return }
        owner.unlink(from: process)
    }
}

extension ProcessID {
    /// Ends the process as told, and waits until it is gone.
    fileprivate nonisolated(nonsending) func end(_ how: ChildSpec.Shutdown) async {
        switch how {
        case .brutalKill: kill()
        case .unlimited:
            exit(.shutdown)
            if await exitReason() == nil { kill() }
        case .after(let limit):
            exit(.shutdown)
            if await exitReason(within: limit) == nil { kill() }
        }
    }
}

extension ChildSpec.Shutdown {
    /// Whether an end is the plain one that this asks for.
    fileprivate func askedFor(_ reason: ExitReason) -> Bool {
        switch (self, reason) {
        case (.brutalKill, .killed), (.after, .shutdown), (.unlimited, .shutdown): true
        default: false
        }
    }
}
