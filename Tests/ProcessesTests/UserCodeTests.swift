import ProcessTesting
import Processes
import Testing

/// Whatever of a user's runs inside the library, it runs without a lock: it may look at, and send to, the very process
/// that it is called for.
@Suite("Code of users that the library runs", .timeLimit(.minutes(1)))
struct UserCodeTests {
    /// Sends to a process when it prints and when it is gone.
    private final class Nosy: CustomStringConvertible, Sendable {
        let process: ProcessID

        init(_ process: ProcessID) {
            self.process = process
        }

        deinit {
            look()
        }

        var description: String {
            look()
            return "nosy"
        }

        private func look() {
            process.send(0)
            _ = process.label
            _ = process.isAlive
        }
    }

    @Test("a message may look at the process that it is in when it prints")
    func descriptions() async throws {
        try await withTestWorld { world in
            let bare = spawn(Nosy.self, idle)
            bare.send(Nosy(bare.id))
            #expect(bare.id.info?.messages == ["nosy"])
            let machine = try await Machine.start(Machine.Plan())
            try await machine.id.sys.suspend()
            machine.id.send(Nosy(machine.id))
            #expect(machine.id.info?.messages.first == "nosy")
            #expect(try await machine.id.sys.status().isSuspended)
        }
    }

    @Test("a message that is pushed out of a full mailbox may look at its process", arguments: [true, false])
    func pushedOut(isServer: Bool) async throws {
        try await withTestWorld { world in
            let options = ProcessOptions(mailboxLimit: MailboxLimit(1, policy: .dropOldest))
            let witness = spawn(Int.self, idle)
            let id: ProcessID
            if isServer {
                id = try await Machine.start(Machine.Plan(), options: ServerOptions(process: options)).id
                try await id.sys.suspend()
            } else {
                id = spawn(Nosy.self, options: options, idle).id
            }
            // The first looks at the second's process while it goes, and sends what is pushed out at once or no mail there.
            id.send(Nosy(witness.id))
            id.send(Nosy(id))
            #expect(witness.id.info?.messageQueueLength == 1)
            id.send(Nosy(witness.id))
            #expect(id.isAlive)
        }
    }

    /// A result that is taken back.
    private struct Result: RevocableMessage {
        let monitor: Monitor
        let nosy: Nosy
    }

    @Test(
        "a result that is taken back while it waits may look at the process that it waits in",
        arguments: [true, false]
    )
    func takenBack(isServer: Bool) async throws {
        try await withTestWorld { _ in
            let id: ProcessID
            if isServer {
                id = try await Machine.start(Machine.Plan()).id
                try await id.sys.suspend()
            } else {
                id = spawn(Result.self, idle).id
            }
            let witness = spawn(Int.self, idle)
            let monitor = witness.id.ownersMonitor
            id.tell(Result(monitor: monitor, nosy: Nosy(id)), thenDown: monitor, .normal)
            id.takeBackMail(of: monitor)
            // What goes sends a number, which a server takes and a process of results does not.
            #expect(id.info?.messages == (isServer ? ["0"] : []))
        }
    }

    @Test("what a process keeps may look at it when it ends")
    func dictionary() async throws {
        try await withTestWorld { _ async throws in
            let kept = Probe<Void>()
            let process = spawn(Int.self) { inbox in
                inbox.process[ProcessKey<Nosy>("nosy")] = Nosy(inbox.process.id)
                inbox.process[ProcessKey<Nosy>("nosy")] = Nosy(inbox.process.id)
                inbox.process[ProcessKey<Int>("nosy")] = 1
                inbox.process[ProcessKey<Nosy>("other")] = Nosy(inbox.process.id)
                kept.record(())
                try await inbox.process.sleep()
            }
            try await kept.next()
            #expect(process.id.info?.dictionary == ["nosy": "1", "other": "nosy"])
            process.id.kill()
            #expect(process.id.info == nil)
        }
    }

    @Test("a state, and an answer that was not given, may look at their server when they go")
    func states() async throws {
        try await withTestWorld { world in
            for ends in 0..<3 {
                let machine = try await Machine.start(Machine.Plan())
                try await machine.call(
                    Machine.Do { machine, context in
                        let nosy = Nosy(context.id)
                        machine.plan.info = { _, _, _ in withExtendedLifetime(nosy) {} }
                    }
                )
                if ends == 0 { try await machine.stop() }
                if ends == 1 { machine.id.kill() }
                if ends == 2 { machine.id.exit(.shutdown) }
                #expect(!machine.isAlive)
            }
            await world.settle()
            #expect(world.system.count == 0)
        }
    }

    @Test("taking one name away leaves another name of the process alone")
    func twoNames() async throws {
        try await withTestWorld { world in
            let rooms = Rooms()
            let process = spawn(idle)
            try world.system.register(process.id, as: "main")
            #expect(rooms.register(process.id, as: 1) == nil)
            try world.system.unregister(.via(rooms, 1))
            #expect(process.id.info(\.name) == "main")
            process.id.kill()
            #expect(world.system.registeredNames.isEmpty)
        }
    }
}
