import OTP
import ProcessTesting
import Testing

@Suite("A TaskSupervisor", .timeLimit(.minutes(1)))
struct TaskSupervisorTests {
    private let trapping = ProcessOptions(trapsExits: true)

    @Test("TSUP-001 TSUP-002 it starts without tasks, is linked, has its name and the options of its process")
    func startLink() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox in
                let tasks = try await TaskSupervisor.startLink(
                    maxChildren: 3,
                    maxRestarts: 1,
                    within: .seconds(1),
                    name: "tasks",
                    options: ProcessOptions(priority: .high)
                )
                #expect(try TaskSupervisor(named: "tasks") == tasks)
                #expect(tasks.id.info?.priority == .high)
                #expect(inbox.process.id.info?.links == [tasks.id])
                #expect(try await tasks.children == [])
                #expect(try await tasks.counts == ChildCounts(specs: 0, active: 0, supervisors: 0, workers: 0))
                try await tasks.stop()
            }
        }
    }

    @Test("TSUP-001 more restarts than it allows end it")
    func restartLimit() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { _ in
                let tasks = try await TaskSupervisor.startLink(maxRestarts: 1, within: .seconds(1))
                try await tasks.start(restart: .permanent) { throw Broken() }
                #expect(await tasks.id.exitReason() == .shutdown)
            }
        }
    }

    @Test("TSUP-003 TSUP-004 as a child it has its name as id, else its type, so that two without names clash")
    func childSpec() async throws {
        #expect(TaskSupervisor.child().id == "TaskSupervisor")
        #expect(TaskSupervisor.child().kind == .supervisor)
        #expect(TaskSupervisor.child(name: "tasks").id == "tasks")
        #expect(TaskSupervisor.child(name: .global("tasks")).id == "tasks")
        let labelled = TaskSupervisor.child(options: ProcessOptions(label: "mail"))
        #expect(TaskSupervisor.child(name: .via(Names(), "tasks")).id.text.contains("tasks"))
        try await withTestWorld { world in
            let top = try await Supervisor.startLink(.oneForOne) { TaskSupervisor.child() }
            let first = try #require(try await top.children.first?.process)
            await #expect(throws: SupervisorError.alreadyStarted(first)) { try await top.start(TaskSupervisor.child()) }
            #expect(try await top.start(labelled.with { $0.id = "mail" })?.id.label == "mail")
            try await top.stop()
        }
    }

    private final class Names: ProcessRegistry {
        func process(for key: String) -> ProcessID? { nil }
        func register(_ process: ProcessID, as key: String) -> ProcessID? { nil }
        func unregister(_ process: ProcessID, from key: String) {}
    }

    @Test("TSUP-010 at the end of the supervisor a task gets five seconds, or what it was given")
    func shutdown() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { _ in
                let tasks = try await TaskSupervisor.startLink()
                let gate = Probe<Void>()
                let stubborn = try await tasks.asyncNolink(options: trapping) { await gate.nextDespiteCancellation() }
                let started = Probe<Void>()
                let brutal = try await tasks.asyncNolink(shutdown: .brutalKill) {
                    started.record(())
                    await gate.nextDespiteCancellation()
                }
                try await started.next()
                let obedient = try await tasks.asyncNolink { try await waitForEver() }
                let stopping = Task { try await tasks.stop() }
                await obedient.ended()
                await brutal.ended()
                #expect(try await obedient.poll()?.endReason == .shutdown)
                #expect(try await brutal.poll()?.endReason == .killed)
                // The supervisor's, and the warning that code of the killed one still runs, which may come first.
                await world.timers(reach: 2)
                world.clock.advance(by: .milliseconds(4999))
                #expect(stubborn.process?.isAlive == true)
                world.clock.advance(by: .milliseconds(1))
                #expect(try await stubborn.poll()?.endReason == .killed)
                try await stopping.value
                for _ in 0..<2 { gate.record(()) }
                await world.waitForLingering()
            }
        }
    }

    @Test("TSUP-011 TSUP-015 at the limit of its tasks it says that there are too many")
    func maxChildren() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink(maxChildren: 1)
            try await withProcess { _ in
                let first = try await tasks.start { try await waitForEver() }
                let full = TaskError.tooManyTasks(limit: 1)
                await #expect(throws: full) { try await tasks.async { 1 } }
                await #expect(throws: full) { try await tasks.asyncNolink { 1 } }
                await #expect(throws: full) { try await tasks.start {} }
                #expect(full.description.contains("reached its maximum of 1 tasks; raise maxChildren"))
                try await tasks.terminate(first)
                #expect(try await tasks.async { 1 }.value() == 1)
            }
        }
    }

    @Test("TSUP-013 TSUP-014 a permanent task runs again after its end, a transient one after a failure, others never")
    func restart() async throws {
        let cases: [(restart: ChildSpec.Restart, failure: Broken?, runsAgain: Bool)] = [
            (.temporary, nil, false), (.temporary, Broken(), false), (.transient, nil, false),
            (.transient, Broken(), true), (.permanent, nil, true), (.permanent, Broken(), true),
        ]
        for (restart, failure, runsAgain) in cases {
            try await withTestWorld { world in
                let tasks = try await TaskSupervisor.startLink()
                let runs = Probe<ProcessID?>()
                let first = try await tasks.start(restart: restart) {
                    let isFirst = runs.recorded.isEmpty
                    runs.record(ProcessContext.current?.id)
                    guard isFirst else { return try await waitForEver() }
                    if let failure { throw failure }
                }
                _ = await first.exitReason()
                await world.settle()
                #expect(runs.recorded.count == (runsAgain ? 2 : 1), "\(restart) after \(String(describing: failure))")
                #expect(try await tasks.children == (runsAgain ? [runs.recorded[1]] : []))
            }
        }
    }

    @Test("TSUP-016 the children are the tasks that run, without those that wait to be started again")
    func children() async throws {
        try await withTestWorld { world in
            try await withProcess(options: trapping) { _ in
                let tasks = try await TaskSupervisor.startLink()
                let gate = Probe<Void>()
                let one = try await tasks.start { await gate.nextDespiteCancellation() }
                let other = try await tasks.async { await gate.nextDespiteCancellation() }
                #expect(Set(try await tasks.children) == [one, try #require(other.process)])
                for _ in 0..<2 { gate.record(()) }
                _ = await one.exitReason()
                await other.ended()
                await world.settle()
                #expect(try await tasks.children == [])
                let restarting = try await tasks.start(restart: .permanent) { try await waitForEver() }
                restarting.kill()
                await world.settle()
                let again = try await tasks.children
                #expect(again.count == 1)
                #expect(again != [restarting])
            }
        }
    }

    @Test("TSUP-017 a task can be ended, once")
    func terminate() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            let task = try await tasks.start { try await waitForEver() }
            try await tasks.terminate(task)
            #expect(await task.exitReason() == .shutdown)
            #expect(try await tasks.children == [])
            await #expect(throws: TaskError.supervisor(.notFound)) { try await tasks.terminate(task) }
        }
    }

    @Test("TSUP-030 under a PartitionSupervisor tasks are spread by key")
    func partitions() async throws {
        try await withTestWorld { world in
            let parts = try await PartitionSupervisor.startLink(partitions: 3) { _ in
                try await TaskSupervisor.startLink()
            }
            var supervisors: [ProcessID] = []
            for key in 0..<6 {
                let task = try await parts[key].async { ProcessContext.current?.ancestors.first }
                supervisors.append(try #require(try await task.value()))
            }
            #expect(Set(supervisors).count == 3)
            #expect(Array(supervisors[0..<3]) == Array(supervisors[3..<6]))
            try await parts.stop()
        }
    }
}
