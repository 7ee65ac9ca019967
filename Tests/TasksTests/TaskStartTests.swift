import OTP
import ProcessTesting
import Testing

@Suite("Starting tasks", .timeLimit(.minutes(1)))
struct TaskStartTests {
    /// A function with arguments, as tasks are often given.
    private static func report(_ text: String, to probe: Probe<String>) {
        probe.record("\(text) \(ProcessContext.current?.id.description ?? "nobody")")
    }

    @Test("TASK-001 TASK-003 start runs a function without link, gives its process, and sends no result")
    func start() async throws {
        try await withTestWorld { world async throws in
            try await withProcess(TaskReply<Void>.self) { inbox async throws in
                let probe = Probe<String>()
                let gate = Probe<Void>()
                let closure = SupervisedTask.start {
                    Self.report("closure", to: probe)
                    await gate.nextDespiteCancellation()
                }
                #expect(try await probe.next() == "closure \(closure)")
                #expect(inbox.process.id.info?.links == [])
                #expect(closure.isAlive)
                gate.record(())
                #expect(await closure.exitReason() == .normal)
                let function = SupervisedTask.start { [text = "function"] in Self.report(text, to: probe) }
                #expect(try await probe.next() == "function \(function)")
                _ = await function.exitReason()
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-002 TASK-003 startLink runs a function linked to the caller, gives its process, and sends no result")
    func startLink() async throws {
        try await withTestWorld { world async throws in
            try await withProcess(TaskReply<Void>.self) { inbox async throws in
                let probe = Probe<String>()
                let gate = Probe<Void>()
                let closure = SupervisedTask.startLink {
                    Self.report("closure", to: probe)
                    await gate.nextDespiteCancellation()
                }
                #expect(try await probe.next() == "closure \(closure)")
                #expect(inbox.process.id.info?.links == [closure])
                gate.record(())
                _ = await closure.exitReason()
                let function = SupervisedTask.startLink { [text = "function"] in Self.report(text, to: probe) }
                #expect(try await probe.next() == "function \(function)")
                _ = await function.exitReason()
                await world.settle()
                #expect(inbox.process.id.info?.links == [])
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-004 TASK-005 a linked task is linked to its owner, who is told of its end, and knows what it is")
    func linked() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox in
                let gate = Probe<Void>()
                let line: UInt = #line + 1
                let task = SupervisedTask.linked { await gate.nextDespiteCancellation() }
                let process = try #require(task.process)
                #expect(inbox.process.id.info?.links == [process])
                #expect(process.info?.links == [inbox.process.id])
                #expect(task.owner == .process(inbox.process.id))
                #expect(task.origin.description == "linked() at TasksTests/TaskStartTests.swift:\(line)")
                gate.record(())
                let monitor = try #require(task.monitor)
                #expect(try await inbox.receiveDown(monitor) == .normal)
            }
        }
    }

    @Test("TASK-006 a result that nobody waits for comes as a message, and a down signal after it")
    func messages() async throws {
        try await withTestWorld { world in
            try await withProcess(TaskReply<Int>.self) { inbox in
                let task = SupervisedTask.linked { 7 }
                let reply = try await inbox.select { $0.message }
                #expect(reply?.value == 7)
                #expect(reply?.monitor == task.monitor)
                guard case .down(let monitor, let reason)? = try await inbox.receiveSignal() else {
                    return #expect(Bool(false), "a down signal comes")
                }
                #expect(monitor == task.monitor)
                #expect(reason == .normal)
            }
        }
    }

    @Test("TASK-006 the message stands before the signal in the mailbox, and waiting for the value takes both away")
    func order() async throws {
        try await withTestWorld { world in
            try await withProcess(TaskReply<Int>.self) { inbox in
                let task = SupervisedTask.linked { 7 }
                await task.ended()
                let mail = try #require(inbox.process.id.info?.messages)
                #expect(mail.count == 2)
                #expect(mail[0].contains("TaskReply"))
                #expect(mail[1].contains("is down: normal"))
                #expect(try await task.value() == 7)
                #expect(inbox.process.id.mailCount == 0)
            }
        }
    }

    @Test("TASK-007 the process says which code it runs")
    func kind() async throws {
        try await withTestWorld { world in
            let gate = Probe<Void>()
            let task = SupervisedTask.linked { await gate.nextDespiteCancellation() }
            #expect(task.process?.info?.kind == "task of \(task.origin)")
            #expect(task.origin.function == "kind()")
            gate.record(())
            try await task.value()
        }
    }

    @Test("TASK-008 TASK-009 callers lead to whoever asked for the work, ancestors to whoever started the process")
    func callers() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox in
                let owner = inbox.process.id
                let tasks = try await TaskSupervisor.startLink()
                let task = try await tasks.async {
                    let process = try #require(ProcessContext.current)
                    let inner = SupervisedTask.linked {
                        (ProcessContext.current?.callers, ProcessContext.current?.ancestors)
                    }
                    return (process.id, process.callers, process.ancestors, try await inner.value())
                }
                let (process, callers, ancestors, inner) = try await task.value()
                #expect(callers == [owner])
                #expect(ancestors == [tasks.id, owner])
                #expect(inner.0 == [process, owner])
                #expect(inner.1 == [process, tasks.id, owner])
            }
        }
    }

    @Test("TASK-008 chains of tasks that start each other keep a bounded list of callers")
    func longChain() async throws {
        @Sendable func chain(_ depth: Int) async throws -> Int {
            guard depth > 0 else { return ProcessContext.current?.callers.count ?? 0 }
            return try await SupervisedTask.linked { try await chain(depth - 1) }.value()
        }
        try await withTestWorld { world async throws in
            #expect(try await chain(40) == 16)
            #expect(try await chain(4) == 3)
        }
    }

    @Test("TASK-010 a completed task has no process, and its value can be waited for or polled")
    func completed() async throws {
        try await withTestWorld { world async throws in
            let awaited = SupervisedTask.completed(1)
            #expect(awaited.process == nil)
            #expect(awaited.monitor == nil)
            #expect(try await awaited.value() == 1)
            #expect(try await SupervisedTask.completed(2).poll(within: .zero) == .success(2))
            #expect(try await SupervisedTask.awaitMany([.completed(3), .linked { 4 }]) == [3, 4])
        }
    }

    @Test("TASK-013 the failure of a linked task ends its owner, and the other way round")
    func links() async throws {
        try await withTestWorld { world async throws in
            let task = Probe<ProcessID?>()
            let owner = spawn { _ in
                task.record(SupervisedTask.linked { throw Broken() }.process)
                try await waitForEver()
            }
            #expect(await owner.id.exitReason() == .failed(Broken()))
            let other = spawn { _ in
                task.record(SupervisedTask.linked { try await waitForEver() }.process)
                throw Broken(number: 2)
            }
            _ = try await task.next()
            #expect(await other.id.exitReason() == .failed(Broken(number: 2)))
            #expect(try await task.next()?.exitReason() == .failed(Broken(number: 2)))
        }
    }

    @Test("TASK-013 an owner that traps exits is told of the failure, and a task that does lives on")
    func trapping() async throws {
        try await withTestWorld { world in
            try await withProcess(options: ProcessOptions(trapsExits: true)) { inbox in
                let task = SupervisedTask.linked { throw Broken() }
                guard case .exit(let process, let reason)? = try await inbox.receiveSignal() else {
                    return #expect(Bool(false), "an exit signal comes")
                }
                #expect(process == task.process)
                #expect(reason == .failed(Broken()))
            }
            let gate = Probe<Void>()
            let task = Probe<ProcessID?>()
            let owner = spawn { _ in
                let options = ProcessOptions(trapsExits: true)
                task.record(SupervisedTask.linked(options: options) { await gate.nextDespiteCancellation() }.process)
                throw Broken()
            }
            _ = await owner.id.exitReason()
            let process = try #require(try await task.next())
            #expect(process.isAlive)
            gate.record(())
            #expect(await process.exitReason() == .normal)
        }
    }

    @Test("TASK-014 TASK-016 a failure is logged with process, starter, function, reason and callers")
    func failureIsLogged() async throws {
        try await withTestWorld { world in
            let report = Probe<TaskOrigin>()
            let owner = spawn { inbox in
                try inbox.process.system.register(inbox.process.id, as: "importer")
                inbox.process.trapsExits = true
                let task = SupervisedTask.linked { throw Broken() }
                report.record(task.origin)
                await task.ended()
            }
            let origin = try await report.next()
            _ = await owner.id.exitReason()
            let entry = try #require(world.log.entries(.error).first)
            #expect(world.log.entries(.error).count == 1)
            #expect(entry.metadata["process"]?.description.hasPrefix("#PID<") == true)
            #expect(entry.metadata["started_by"]?.description == "importer \(owner.id)")
            #expect(entry.metadata["function"]?.description == origin.description)
            #expect(entry.metadata["reason"]?.description == "failed: Broken(number: 0)")
            #expect(entry.metadata["callers"]?.description == owner.id.description)
        }
    }

    @Test("TASK-014 the log of a failure names the argument of a task, if it has one")
    func argumentsAreLogged() async throws {
        try await withTestWorld { world in
            let results = try ["a", "b"].concurrentResults { if $0 == "b" { throw Broken() } }
            await #expect(throws: TaskError.exited(.failed(Broken()), .concurrentResults)) {
                for try await _ in results {}
            }
            #expect(world.log.entries(.error).map { $0.metadata["arguments"]?.description } == ["b"])
            #expect(
                world.log.entries(.error).first?.metadata["started_by"]?.description == "code outside of any process"
            )
        }
    }

    @Test("TASK-014 ends that were asked for are not logged", arguments: [ExitReason.normal, .shutdown])
    func expectedEnds(reason: ExitReason) async throws {
        try await withTestWorld { world async throws in
            for reason in [reason, .shutdownBecause("maintenance")] {
                let task = SupervisedTask.start { throw reason }
                #expect(await task.exitReason() == reason)
            }
            #expect(world.log.entries.isEmpty)
        }
    }

    @Test("TASK-015 the log shows the label that a task gave itself")
    func label() async throws {
        try await withTestWorld { world async throws in
            let task = SupervisedTask.start {
                ProcessContext.current?.label = "nightly import"
                throw Broken()
            }
            _ = await task.exitReason()
            #expect(world.log.entries(.error).first?.metadata["process"]?.description == "nightly import \(task)")
        }
    }
}
