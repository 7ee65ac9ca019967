import Glibc
import NodeLogging
import ProcessTesting
import Processes
import Testing

@Suite("sys", .timeLimit(.minutes(1)))
struct SysTests {
    @Test("SYS-001 SYS-021 SYS-022 the state can be read and replaced; a change that throws leaves it as it is")
    func state() async throws {
        try await withTestWorld { _ in
            let stack = try await Stack.start([1])
            let state = try await stack.sys.state()
            #expect(state == Stack(items: [1]))
            let changed = try await stack.sys.replaceState { stack in Stack(items: stack.items + [2]) }
            #expect(changed == Stack(items: [1, 2]))
            await #expect(throws: Machine.Broken()) { try await stack.sys.replaceState { _ in throw Machine.Broken() } }
            #expect(try await stack.call(Stack.Items()) == [1, 2])
            let count = try await stack.sys.withState { $0.items.count }
            #expect(count == 2)
        }
    }

    @Test("SYS-002 SYS-003 SYS-004 SYS-005 the status tells process, type, parent, dictionary, events and state")
    func status() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let options = ServerOptions(debug: [.statistics, .log(3)])
                let plan = Machine.Plan { context in
                    context.process[ProcessKey<Int>("key")] = 4
                    return true
                }
                let machine = try await Machine.start(plan, options: options)
                let status = try await machine.id.sys.status()
                #expect(status.id == machine.id && status.kind == "Machine" && !status.isSuspended)
                #expect(status.parent == inbox.process.id)
                #expect(status.dictionary == ["key": "4"])
                #expect(status.state == "machine at 0")
                #expect(status.loggedEvents.isEmpty)
                #expect(status.statistics?.messagesIn == 0)
            }
        }
    }

    @Test("SYS-006 SYS-007 SYS-008 SYS-009 SYS-010 SYS-011 statistics count what comes and is answered, while on")
    func statistics() async throws {
        try await withTestWorld { world in
            let stack = try await Stack.start([1])
            let sys = stack.id.sys
            let before = try await sys.statistics()
            #expect(before == nil)
            try await sys.countStatistics(true)
            let start = world.clock.now
            world.clock.advance(by: .seconds(2))
            _ = try await stack.call(Stack.Pop())
            stack.cast(Stack.Push(item: 1))
            try await sys.countStatistics(true)
            let counted = try #require(try await sys.statistics())
            #expect(counted.start == start && counted.now == world.clock.now)
            #expect(counted.messagesIn == 2 && counted.messagesOut == 1)
            try await sys.countStatistics(false)
            let after = try await sys.statistics()
            #expect(after == nil)
        }
    }

    @Test("SYS-012 trace writes every event to the log")
    func traces() async throws {
        try await withTestWorld { world in
            let stack = try await Stack.start([1], name: "stack")
            try await stack.id.sys.trace(true)
            _ = try await stack.call(Stack.Pop())
            stack.cast(Stack.Push(item: 3))
            stack.id.send("hello")
            try await stack.id.sys.trace(false)
            _ = try await stack.call(Stack.Pop())
            let lines = world.log.entries(.info).map(\.message)
            let events = lines.compactMap { $0.split(separator: ": ", maxSplits: 1).last.map(String.init) }
            #expect(
                events == [
                    "got call Pop()", "sent Optional(1)", "new state Stack(items: [])",
                    "got cast Push(item: 3)", "new state Stack(items: [3])",
                    "got message hello", "new state Stack(items: [3])",
                ]
            )
        }
    }

    @Test("SYS-013 log keeps the last events, ten or as many as wanted, oldest first, until it is off")
    func logs() async throws {
        try await withTestWorld { _ in
            let stack = try await Stack.start([])
            let sys = stack.id.sys
            try await sys.log()
            for item in 0..<20 { stack.cast(Stack.Push(item: item)) }
            #expect(try await sys.loggedEvents().count == 10)
            try await sys.log(last: 2)
            stack.cast(Stack.Push(item: 77))
            let events = try await sys.loggedEvents()
            #expect(events.first == .received("Push(item: 77)", isCall: false))
            #expect(events.count == 2)
            try await sys.log(last: 0)
            #expect(try await sys.loggedEvents().isEmpty)
        }
    }

    @Test("SYS-015 SYS-016 an installed function sees each event until it says no, throws or is taken away")
    func installs() async throws {
        try await withTestWorld { _ in
            let stack = try await Stack.start([])
            let sys = stack.id.sys
            let seen = Probe<String>()
            try await sys.install("all") { event in
                seen.record("all \(event)")
                return true
            }
            try await sys.install("once") { event in
                seen.record("once \(event)")
                return false
            }
            try await sys.install("broken") { _ in throw Machine.Broken() }
            stack.cast(Stack.Push(item: 1))
            #expect(try await sys.status().observers == ["all"])
            #expect(
                seen.recorded == [
                    "all got cast Push(item: 1)", "once got cast Push(item: 1)", "all new state Stack(items: [1])",
                ]
            )
            try await sys.remove("all")
            #expect(try await sys.status().observers.isEmpty)
            try await sys.install("again") { _ in true }
            try await sys.trace(true)
            try await sys.countStatistics(true)
            try await sys.stopWatching()
            let status = try await sys.status()
            #expect(status.observers.isEmpty && status.statistics == nil)
        }
    }

    @Test("SYS-014 events can go to a file, and a path that cannot be written is an error")
    func logsToFile() async throws {
        let path = "/tmp/sys-events-\(UInt64.random(in: 0 ... .max))"
        defer { unlink(path) }
        try await withTestWorld { _ in
            let stack = try await Stack.start([], name: "stack")
            try await stack.id.sys.log(toFile: path)
            stack.cast(Stack.Push(item: 1))
            try await stack.id.sys.log(toFile: nil)
            stack.cast(Stack.Push(item: 2))
            let file = try #require(fopen(path, "r"))
            defer { fclose(file) }
            var bytes = [CChar](repeating: 0, count: 4096)
            fread(&bytes, 1, 4095, file)
            let lines = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
                separator: "\n"
            )
            #expect(lines.count == 2)
            #expect(lines.first?.hasSuffix("got cast Push(item: 1)") == true)
            await #expect(throws: SysError.self) { try await stack.id.sys.log(toFile: "/no/such/directory") }
        }
    }

    @Test("SYS-017 SYS-018 SYS-019 a suspended server handles only sys, and afterwards what waited, in order")
    func suspends() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan()
            let machine = try await Machine.start(plan)
            try await machine.id.sys.suspend()
            for number in 0..<5 { machine.cast(Machine.Note("\(number)")) }
            let status = try await machine.id.sys.status()
            #expect(status.isSuspended)
            #expect(machine.id.info?.status == .suspended)
            #expect(machine.id.info?.messageQueueLength == 5)
            try await machine.id.sys.countStatistics(true)
            let value = try await machine.sys.withState { $0.value }
            #expect(value == 0)
            let counted = try await machine.id.sys.statistics()
            #expect(counted?.messagesIn == 0)
            #expect(plan.events.recorded.isEmpty)
            let stack = try await Stack.start([1])
            try await stack.id.sys.suspend()
            #expect(try await stack.sys.state() == Stack(items: [1]))
            #expect(try await stack.sys.replaceState { _ in Stack(items: [2]) } == Stack(items: [2]))
            try await stack.id.sys.resume()
            #expect(try await stack.call(Stack.Items()) == [2])
            try await machine.id.sys.resume()
            #expect(try await plan.events.next(5) == ["0", "1", "2", "3", "4"])
        }
    }

    @Test("a server whose type is known takes every request itself, by its address or its name")
    func knownType() async throws {
        try await withTestWorld { _ in
            let name: ServerName<Stack> = "stack"
            let stack = try await Stack.start([1], name: name)
            try await name.sys.suspend()
            #expect(try await stack.sys.status().isSuspended)
            #expect(try await name.sys.state() == Stack(items: [1]))
            try await stack.sys.resume()
            #expect(try await name.call(Stack.Items()) == [1])
            try await name.sys.terminate()
            #expect(throws: CallError.noProcess) { try name.sys }
            await #expect(throws: CallError.noProcess) { try await stack.sys.resume() }
        }
    }

    @Test("SYS-020 SYS-023 a suspended server still ends with its parent, and on request, with terminate")
    func endsWhileSuspended() async throws {
        try await withTestWorld { _ in
            let plan = Machine.Plan()
            let started = Probe<ServerRef<Machine>>()
            let parent = spawn { inbox in
                let options = ServerOptions(process: ProcessOptions(trapsExits: true))
                started.record(try await Machine.startLink(plan, options: options))
                try await idle(&inbox)
            }
            let child = try await started.next()
            try await child.id.sys.suspend()
            child.cast(Machine.Note("never"))
            parent.id.exit(.shutdown)
            #expect(await child.id.exitReason() == .shutdown)
            let second = try await Machine.start(plan)
            try await second.id.sys.suspend()
            try await second.id.sys.terminate()
            #expect(plan.events.recorded == ["terminate shutdown", "terminate shutdown"])
        }
    }

    /// Every function of sys, for one server.
    private func requests(to stack: ServerRef<Stack>) -> [@Sendable () async throws -> Void] {
        let sys = stack.id.sys
        return [
            { _ = try await sys.status() }, { try await sys.suspend() }, { try await sys.resume() },
            { try await sys.terminate(timeout: .seconds(5)) }, { try await sys.countStatistics(true) },
            { _ = try await sys.statistics() }, { try await sys.trace(true) }, { try await sys.log() },
            { _ = try await sys.loggedEvents() }, { try await sys.log(toFile: nil) },
            { try await sys.install("id") { _ in true } }, { try await sys.remove("id") },
            { try await sys.stopWatching() }, { _ = try await stack.sys.state() },
            { _ = try await stack.sys.withState { $0.items } }, { _ = try await stack.sys.replaceState { $0 } },
        ]
    }

    @Test("SYS-025 every function throws, like a call, when no answer comes in time and when nobody is there")
    func failures() async throws {
        try await withTestWorld { world in
            let stack = try await Stack.start([])
            let entered = Probe<Void>()
            let gate = Probe<Void>()
            let holding = Task {
                try await stack.sys.withState(timeout: nil) { _ in entered.record(()) }
                try await stack.call(Hold(entered: entered, gate: gate), timeout: nil)
            }
            _ = try await entered.next(2)
            let asking = requests(to: stack).map { ask in Task { await Self.error(of: ask) } }
            await world.timers(reach: asking.count)
            world.clock.advance(by: .seconds(5))
            for ask in asking { #expect(await ask.value == .timedOut(after: .seconds(5))) }
            stack.id.kill()
            for ask in requests(to: stack) { #expect(await Self.error(of: ask) == .noProcess) }
            gate.record(())
            _ = await holding.result
        }
    }

    @Test("a process that is no server has no sys, which is an error of the call")
    func bareProcess() async {
        await withTestWorld { _ in
            let bare = spawn(idle)
            await #expect(throws: CallError.wrongServer(expected: "server", found: "process")) {
                try await bare.id.sys.status()
            }
        }
    }

    private static func error(of ask: () async throws -> Void) async -> CallError? {
        do {
            try await ask()
            return nil
        } catch {
            return error as? CallError
        }
    }

    /// Holds a stack up until it may go on.
    private struct Hold: AsyncServerCall {
        let entered: Probe<Void>
        let gate: Probe<Void>

        func handle(_ stack: inout Stack, _ context: Context<Stack>) async {
            entered.record(())
            await gate.nextDespiteCancellation()
        }
    }
}
