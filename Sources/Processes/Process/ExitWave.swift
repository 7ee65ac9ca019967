/// Carries exit signals from process to process, without recursion, so that long chains of links cannot overflow.
struct ExitWave {
    enum Kind {
        case request(ExitReason)
        case link(ExitReason)
        case kill
    }

    private struct Step {
        let target: ProcessCore
        let source: ProcessCore?
        let kind: Kind
    }

    /// The step to be done next, and those after it; mostly there is at most one.
    private var step: Step?
    private var steps: [Step] = []
    private var next = 0
    /// The code that is to be told at last; mostly there is at most one.
    private var first: (watcher: Watcher, reason: ExitReason)?
    private var others: [(watcher: Watcher, reason: ExitReason)] = []

    static func send(_ kind: Kind, to target: ProcessCore, from source: ProcessCore?) {
        target.system.quiescence.beganToEnd()
        defer { target.system.quiescence.ended() }
        var wave = ExitWave()
        wave.add(kind, to: target, from: source)
        wave.run()
    }

    mutating func add(_ kind: Kind, to target: ProcessCore, from source: ProcessCore?) {
        let step = Step(target: target, source: source, kind: kind)
        if self.step == nil { self.step = step } else { steps.append(step) }
    }

    mutating func run() {
        while let step = step.take() {
            if next < steps.count {
                self.step = steps[next]
                next += 1
            }
            step.target.receive(step.kind, from: step.source, in: &self)
        }
        guard let first = first.take() else { return }
        first.watcher.tellCode(first.reason)
        if others.isEmpty { return }
        let others = others
        self.others = []
        for (watcher, reason) in others { watcher.tellCode(reason) }
    }

    /// Tells plain code when all processes have been told, so that it sees the world after the wave.
    mutating func addCode(_ watcher: Watcher, _ reason: ExitReason) {
        if first == nil { first = (watcher, reason) } else { others.append((watcher, reason)) }
    }
}

extension ProcessCore {
    /// Does what an exit signal asks for.
    fileprivate func receive(_ kind: ExitWave.Kind, from source: ProcessCore?, in wave: inout ExitWave) {
        lock.lock()
        let reason: ExitReason
        switch kind {
        case .kill:
            return endLocked(.killed, lingers: isBusyLocked, in: &wave)
        case .link(let given):
            // The link may have been taken back while the signal travelled.
            guard let source, links.removeValue(forKey: ObjectIdentifier(source)) != nil else { return lock.unlock() }
            reason = given
        case .request(let given):
            reason = given
        }
        guard phase.isRunning else { return lock.unlock() }
        if trapsExits {
            let wakeup = appendLocked(.exit(source.map(ProcessID.init), reason))
            lock.unlock()
            return wakeup.perform()
        }
        let endsItself = source === self
        guard !reason.isNormal || endsItself else { return lock.unlock() }
        guard isBusyLocked else { return endLocked(reason, lingers: false, in: &wave) }
        phase = .exiting(reason)
        let task = task
        let wakeup = interruptLocked()
        let belongings = takeBelongingsLocked()
        lock.unlock()
        for belonging in belongings { belonging.ownerEnded() }
        task?.cancel()
        wakeup.perform()
    }

    /// Ends the process and tells everybody; the lock is held, and given back.
    func endLocked(_ reason: ExitReason, lingers: Bool, in wave: inout ExitWave) {
        guard !phase.hasExited else { return lock.unlock() }
        phase = .exited(reason)
        isLingering = lingers
        let task = lingers ? task : nil
        let wakeup = lingers ? interruptLocked() : .nothing
        let relations = takeRelationsLocked()
        let work = takeWorkLocked()
        let belongings = takeBelongingsLocked()
        forgetAncestorsLocked()
        let rarities = rarities.take()
        let name = rarities?.name
        let close = closeLocked(reason)
        // Whoever learns of the end finds the process in no list any more.
        system.processes.remove(self)
        lock.unlock()

        if lingers { system.beganLingering(self) }
        task?.cancel()
        wakeup.perform()
        name?.release(by: self)
        for belonging in belongings { belonging.ownerEnded() }
        if let timers = rarities?.timers { for timer in timers.values { timer.cancel() } }
        close?()
        if let work { wave.addCode(.work(work), reason) }
        if let relations { tell(relations, reason, in: &wave) }
        if !lingers { executor.release(scheduler) }
        // What the process kept may end in code of the user, which must not run with the lock held.
        withExtendedLifetime(rarities) {}
    }

    /// Takes out who has to do with the process; `nil` when nobody has.
    ///
    /// The lock is held.
    private func takeRelationsLocked() -> Relations? {
        if links.isEmpty, monitors.isEmpty, watchers.isEmpty { return nil }
        return Relations(links: links.takeAll(), monitors: monitors.takeAll(), watchers: watchers.takeAll())
    }

    private func tell(_ relations: borrowing Relations, _ reason: ExitReason, in wave: inout ExitWave) {
        relations.monitors.forEach { number, target in
            _ = target.lock.withLock { target.watchers.removeValue(forKey: number) }
        }
        relations.watchers.forEach { number, watcher in watcher.tell(number, reason, in: &wave) }
        relations.links.forEach { _, peer in wave.add(.link(reason), to: peer, from: self) }
    }

    /// Ends a process whose code has come to its end; the lock is held, and given back.
    func endOfCodeLocked(_ reason: ExitReason) {
        var wave = ExitWave()
        switch phase {
        case .running: endLocked(reason, lingers: false, in: &wave)
        case .exiting(let signalled): endLocked(signalled, lingers: false, in: &wave)
        case .exited:
            let lingered = isLingering
            isLingering = false
            lock.unlock()
            guard lingered else { return }
            system.endedLingering(self)
            executor.release(scheduler)
        }
        wave.run()
    }
}

/// Who has to do with a process that ends.
private struct Relations: ~Copyable {
    let links: SmallMap<ObjectIdentifier, ProcessCore>
    /// Those that it monitors.
    let monitors: SmallMap<UInt64, ProcessCore>
    let watchers: SmallMap<UInt64, Watcher>
}

extension Watcher {
    fileprivate func tell(_ number: UInt64, _ reason: ExitReason, in wave: inout ExitWave) {
        switch self {
        case .callback, .end, .work: wave.addCode(self, reason)
        case .process(let process, let monitor):
            process.lock.lock()
            guard process.monitors.removeValue(forKey: number) != nil, process.phase.isRunning else {
                return process.lock.unlock()
            }
            process.monitorEndedLocked(number)
            let wakeup = process.appendLocked(.down(monitor, reason))
            process.lock.unlock()
            wakeup.perform()
        }
    }

    fileprivate func tellCode(_ reason: ExitReason) {
        switch self {
        case .callback(let call): call(reason)
        case .end(let end): end.come(.ended(reason))
        case .work(let work): work.ended(reason)
        case .process: break
        }
    }
}
