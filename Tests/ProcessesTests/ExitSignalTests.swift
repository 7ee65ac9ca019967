import NodeLogging
import ProcessTesting
import Processes
import Testing

@Suite("An exit signal", .timeLimit(.minutes(1)))
struct ExitSignalTests {
    private struct Broken: Error, Equatable {}

    @Test("PROC-021 exit says true, also for a dead process")
    func exitSaysTrue() async throws {
        await withTestWorld { _ in
            let process = spawn { _ in }
            _ = await process.id.exitReason()
            #expect(process.id.exit(.shutdown))
            #expect(process.id.kill())
        }
    }

    @Test("PROC-022 PROC-023 normal ends nobody else, and reaches a trapping process as a message")
    func normalFromOthers() async throws {
        try await withTestWorld { world in
            let plain = spawn(idle)
            plain.id.exit(.normal)
            await world.settle()
            #expect(plain.id.isAlive)
            try await withProcess(options: ProcessOptions(trapsExits: true)) { inbox in
                let me = inbox.process.id
                let sender = spawn { _ in me.exit(.normal) }
                let reason = try await inbox.receiveExit(of: sender.id)
                #expect(reason == .normal)
            }
        }
    }

    @Test("PROC-024 normal sent to oneself ends the process")
    func normalToOneself() async throws {
        await withTestWorld { _ in
            let process = spawn { inbox in
                inbox.process.id.exit(.normal)
                try await inbox.process.sleep()
            }
            #expect(await process.id.exitReason() == .normal)
        }
    }

    @Test("PROC-025 PROC-026 a kill ends even a trapping process, for others as killed, which they may trap")
    func kills() async throws {
        try await withTestWorld { _ in
            try await withProcess(options: ProcessOptions(trapsExits: true)) { inbox in
                let victim = inbox.process.spawnLinked(options: ProcessOptions(trapsExits: true), idle)
                let monitor = inbox.process.monitor(victim.id)
                victim.id.kill()
                #expect(!victim.id.isAlive)
                let exit = try await inbox.receiveExit(of: victim.id)
                let down = try await inbox.receiveDown(monitor)
                #expect(exit == .killed)
                #expect(down == .killed)
                #expect(inbox.process.id.isAlive)
            }
        }
    }

    @Test("PROC-025 code of a killed process that runs on has no effect on others, and is listed as lingering")
    func lingers() async throws {
        try await withTestWorld { world async throws in
            let started = Probe<Void>()
            let gate = Probe<Void>()
            let witness = spawn(Int.self, idle)
            let victim = spawn { _ in
                started.record(())
                await gate.nextDespiteCancellation()
                witness.send(1)
                spawn(idle)
            }
            try await started.next()
            victim.id.kill()
            #expect(victim.id.info == nil)
            #expect(world.system.lingering == [victim.id])
            world.clock.advance(by: .seconds(10))
            #expect(world.log.entries(.warning).count == 1)
            gate.record(())
            await world.waitForLingering()
            #expect(witness.id.info?.messageQueueLength == 0)
            #expect(world.system.list == [witness.id])
        }
    }

    @Test("PROC-027 PROC-028 other reasons end a plain process and reach a trapping one as a message")
    func otherReasons() async throws {
        try await withTestWorld { _ in
            let plain = spawn(idle)
            plain.id.exit(.failed(Broken()))
            #expect(await plain.id.exitReason() == .failed(Broken()))
            try await withProcess(options: ProcessOptions(trapsExits: true)) { inbox in
                let me = inbox.process.id
                let sender = spawn { _ in me.exit(.failed(Broken())) }
                let reason = try await inbox.receiveExit(of: sender.id)
                #expect(reason == .failed(Broken()))
                #expect(me.isAlive)
            }
        }
    }

    @Test(
        "PROC-029 PROC-030 of the flags trapping can be set, which gives what it was; the others are said at the start"
    )
    func setsTrapping() async throws {
        try await withTestWorld { _ in
            let options = ProcessOptions(priority: .low, mailboxLimit: MailboxLimit(1))
            try await withProcess(Int.self, options: options) { inbox in
                for number in 0..<2 { inbox.ref.send(number) }
                #expect(inbox.process.id.info(\.priority) == .low)
                #expect(inbox.process.id.info(\.messages) == ["0"])
                #expect(inbox.process.trapsExits == false)
                #expect(inbox.process.setTrapsExits(true) == false)
                #expect(inbox.process.setTrapsExits(false) == true)
                try await inbox.process.sleep(for: .zero)
            }
        }
    }

    @Test("a process that was hit ends at its next receive, with the reason of the signal")
    func endsAtReceive() async throws {
        try await withTestWorld { _ async throws in
            let caught = Probe<ExitReason>()
            let began = Probe<Void>()
            let process = spawn(Int.self) { inbox in
                began.record(())
                do { _ = try await inbox.receive() } catch { caught.record(ExitReason(error)) }
            }
            try await began.next()
            process.id.exit(.shutdown)
            #expect(try await caught.next() == .shutdown)
            #expect(await process.id.exitReason() == .shutdown)
        }
    }

    @Test("a process that is hit before its code has begun ends without running it")
    func hitBeforeBeginning() async throws {
        await withTestWorld { world in
            let ran = Probe<Void>()
            let parent = spawn { inbox in
                // The thread that runs this would run the child next. Another one may come for it now and then.
                for _ in 0..<100 {
                    let killed = spawn { _ in ran.record(()) }
                    killed.id.kill()
                    let asked = spawn { _ in ran.record(()) }
                    asked.id.exit(.shutdown)
                    _ = await (killed.id.exitReason(), asked.id.exitReason())
                }
            }
            #expect(await parent.id.exitReason() == .normal)
            #expect(ran.recorded.count < 100)
            #expect(world.system.count == 0)
        }
    }
}
