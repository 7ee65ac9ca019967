import NodeLogging
import ProcessTesting
import Processes
import Testing

@Suite("A spawned process", .timeLimit(.minutes(1)))
struct SpawnTests {
    private struct Broken: Error, Equatable {}

    @Test("PROC-001 PROC-002 spawn gives the address at once, without waiting for the function")
    func spawnsAtOnce() async throws {
        try await withTestWorld { _ async throws in
            let gate = Probe<Void>()
            let ended = Probe<Int>()
            @Sendable func work(_ number: Int) async { ended.record(number) }
            let process = spawn { _ in
                await gate.nextDespiteCancellation()
                await work(7)
            }
            #expect(process.id.isAlive)
            #expect(ended.recorded.isEmpty)
            gate.record(())
            #expect(try await ended.next() == 7)
        }
    }

    @Test("PROC-003 PROC-004 monitor and link are made with the process, so that no end is missed")
    func linksAndMonitorsAtomically() async throws {
        try await withTestWorld { _ in
            try await withProcess(options: ProcessOptions(trapsExits: true)) { inbox in
                for _ in 0..<200 {
                    let (_, monitor) = inbox.process.spawnMonitored { _ in throw ExitReason.shutdown }
                    let down = try await inbox.receiveDown(monitor)
                    #expect(down == .shutdown)
                    let child = inbox.process.spawnLinked { _ in throw ExitReason.shutdownBecause("done") }
                    let exit = try await inbox.receiveExit(of: child.id)
                    #expect(exit == .shutdownBecause("done"))
                }
                let (_, monitor) = inbox.process.spawnMonitored { _ in }
                _ = try await inbox.receiveDown(monitor)
                let second = try await inbox.receiveDown(monitor, within: .zero)
                #expect(second == nil)
            }
        }
    }

    @Test("PROC-005 the priority is that of the code, and a thread of its own is shared with nobody")
    func optionsHaveEffect() async throws {
        try await withTestWorld { _ async throws in
            let priority = Probe<TaskPriority>()
            spawn(options: ProcessOptions(priority: .background)) { _ in priority.record(Task.currentPriority) }
            #expect(try await priority.next() == .background)
            // All of these block their threads until the last of them runs.
            let arrived = Locked(0)
            let gate = ConditionLock()
            let count = 4 * OSThread.processorCount
            let processes = (0..<count).map { _ in
                spawn(options: ProcessOptions(executor: .dedicatedThread)) { _ in
                    arrived.withLock { $0 += 1 }
                    gate.lock()
                    gate.broadcast()
                    while arrived.withLock({ $0 }) < count { gate.wait() }
                    gate.unlock()
                }
            }
            for process in processes { #expect(await process.id.exitReason() == .normal) }
        }
    }

    @Test("PROC-005 spawn takes what has a meaning here: priority, executor, trapping, limit, label")
    func spawnOptions() async {
        await withTestWorld { world in
            let options = ProcessOptions(
                executor: .dedicatedThread,
                priority: .high,
                trapsExits: true,
                mailboxLimit: MailboxLimit(2),
                label: "reader"
            )
            let gate = Probe<Void>()
            let process = spawn(Int.self, options: options) { _ in await gate.nextDespiteCancellation() }
            for number in 0..<3 { process.send(number) }
            let info = process.id.info
            #expect(info?.priority == .high)
            #expect(info?.trapsExits == true)
            #expect(info?.label == "reader")
            #expect(info?.messages == ["0", "1"])
            #expect(world.system.deadLetters == 1)
            gate.record(())
        }
    }

    @Test("PROC-006 PROC-007 PROC-008 PROC-009 the reason is normal, what was thrown, or the thrown reason itself")
    func exitReasons() async {
        await withTestWorld { _ in
            #expect(await spawn { _ in }.id.exitReason() == .normal)
            #expect(await spawn { _ in throw Broken() }.id.exitReason() == .failed(Broken()))
            #expect(await spawn { _ in throw ExitReason.killed }.id.exitReason() == .killed)
            let caught = spawn { _ in
                do { throw ExitReason.shutdown } catch ExitReason.shutdown { throw ExitReason.shutdownBecause(3) }
            }
            #expect(await caught.id.exitReason() == .shutdownBecause(3))
        }
    }

    @Test("PROC-010 nothing is logged for expected reasons, an error for others")
    func logsUnexpectedEnds() async {
        await withTestWorld { world in
            for reason: ExitReason in [.normal, .shutdown, .shutdownBecause("tired")] {
                #expect(reason.isExpected)
                _ = await spawn { _ in throw reason }.id.exitReason()
            }
            #expect(world.log.entries(.error).isEmpty)
            _ = await spawn { _ in throw Broken() }.id.exitReason()
            #expect(world.log.entries(.error).count == 1)
        }
    }

    @Test("PROC-011 PROC-044 with its end a process loses name, mailbox, dictionary and timers")
    func losesEverything() async throws {
        try await withTestWorld { world in
            let gate = Probe<Void>()
            let process = spawn(Int.self) { inbox in
                inbox.process[ProcessKey<Int>("key")] = 1
                await gate.nextDespiteCancellation()
            }
            try world.system.register(process.id, as: "worker")
            process.send(1)
            let timer = process.send(2, after: .seconds(1))
            let stack = try await Stack.start([])
            stack.cast(Stack.Push(item: 1), after: .seconds(1))
            try world.system.register(stack.id, as: "stack")
            world.system.send(3, to: "stack", after: .seconds(1))
            #expect(world.system.pendingTimerCount == 3)
            gate.record(())
            #expect(await process.id.exitReason() == .normal)
            try await stack.stop()
            #expect(world.system.process(named: "worker") == nil)
            #expect(process.id.info == nil)
            #expect(timer.remaining == nil && timer.cancel() == nil)
            #expect(process.send(4, after: .seconds(1)).remaining == nil)
            // That for a name is left: it is for whoever has it then.
            #expect(world.system.pendingTimerCount == 1)
            await world.advance(by: .seconds(2))
            #expect(world.system.deadLetters == 1)
        }
    }

    @Test("PROC-012 PROC-014 a process on its way out is listed and not alive")
    func exitingProcess() async throws {
        try await withTestWorld { world async throws in
            let started = Probe<Void>()
            let gate = Probe<Void>()
            let process = spawn { _ in
                started.record(())
                await gate.nextDespiteCancellation()
            }
            try await started.next()
            #expect(process.id.isAlive)
            process.id.exit(.shutdown)
            #expect(!process.id.isAlive)
            #expect(world.system.list.contains(process.id))
            gate.record(())
            #expect(await process.id.exitReason() == .shutdown)
            #expect(!world.system.list.contains(process.id))
        }
    }

    @Test("PROC-015 a waiting process holds no thread, and goes on with the next message, at once if one is there")
    func waitsWithoutThread() async throws {
        try await withTestWorld { world async throws in
            let seen = Probe<Int>()
            let processes = (0..<200).map { _ in
                spawn(Int.self) { inbox in
                    for _ in 0..<2 { seen.record(try await inbox.receive()) }
                }
            }
            await world.settle()
            for process in processes {
                process.send(1)
                process.send(2)
            }
            #expect(try await seen.next(400).reduce(0, +) == 600)
        }
    }

    @Test("PROC-016 PROC-017 PROC-018 sleep takes zero, for ever and very long times, and ends with the process")
    func sleeps() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox in try await inbox.process.sleep(for: .zero) }
            let long = spawn { inbox in try await inbox.process.sleep(for: .milliseconds(Int64(1) << 33)) }
            let longest = spawn { inbox in try await inbox.process.sleep(for: .seconds(Int64.max)) }
            let ever = spawn { inbox in try await inbox.process.sleep() }
            await world.timers(reach: 2)
            world.clock.advance(by: .milliseconds(Int64(1) << 33))
            #expect(await long.id.exitReason() == .normal)
            for process in [longest, ever] {
                process.id.exit(.shutdown)
                #expect(await process.id.exitReason() == .shutdown)
            }
        }
    }

    @Test("PROC-093 the world that a process reports to can be asked for, and another be set for what is started")
    func world() async {
        await withTestWorld { outer in
            await withTestWorld { inner in
                let process = spawn { inbox in
                    #expect(inbox.process.system === inner.system)
                    let child = await outer.system.run { spawn { _ in throw Broken() } }
                    #expect(await child.id.exitReason() == .failed(Broken()))
                    #expect(await spawn { _ in throw Broken() }.id.exitReason() == .failed(Broken()))
                }
                #expect(await process.id.exitReason() == .normal)
                #expect(outer.log.entries(.error).count == 1)
                #expect(inner.log.entries(.error).count == 1)
            }
        }
    }

    @Test("PROC-019 PROC-020 a process inherits its world, and neither trapping, dictionary, links nor name")
    func inheritsLittle() async throws {
        try await withTestWorld { world in
            try await withProcess(options: ProcessOptions(trapsExits: true)) { inbox in
                inbox.process[ProcessKey<Int>("key")] = 1
                try inbox.process.system.register(inbox.process.id, as: "parent")
                let seen = Probe<(Bool, Bool, Int?)>()
                let gate = Probe<Void>()
                let child = spawn { inbox in
                    let key = ProcessKey<Int>("key")
                    let process = inbox.process
                    seen.record((process.trapsExits, process.system === world.system, process[key]))
                    await gate.nextDespiteCancellation()
                }
                let (traps, isSameWorld, value) = try await seen.next()
                #expect(!traps && isSameWorld && value == nil)
                #expect(child.id.info?.links.isEmpty == true)
                #expect(child.id.info(\.name) == .some(nil))
                gate.record(())
            }
        }
    }
}
