import ProcessTesting
import Processes
import Testing

@Suite("A monitor", .timeLimit(.minutes(1)))
struct MonitorTests {
    @Test("PROC-058 PROC-059 it takes a process or a name, tells which, and tells one end once")
    func targets() async throws {
        try await withTestWorld { world in
            try await withProcess { inbox in
                let other = spawn(idle)
                try world.system.register(other.id, as: "other")
                let byIdentity = inbox.process.monitor(other.id)
                let byName = inbox.process.monitor("other")
                #expect(byIdentity.target == .process(other.id))
                #expect(byName.target == .name("other"))
                #expect(other.id.info?.monitoredBy == [inbox.process.id, inbox.process.id])
                other.id.exit(.shutdown)
                for monitor in [byIdentity, byName] {
                    let reason = try await inbox.receiveDown(monitor)
                    #expect(reason == .shutdown)
                }
                let more = try await inbox.receiveSignal(within: .zero)
                #expect(more == nil)
            }
        }
    }

    @Test("PROC-060 the end of who monitors is nothing to the monitored")
    func oneWay() async throws {
        await withTestWorld { world in
            let other = spawn(idle)
            let observer = spawn { inbox in _ = inbox.process.monitor(other.id) }
            #expect(await observer.id.exitReason() == .normal)
            await world.settle()
            #expect(other.id.isAlive)
            #expect(other.id.info?.monitoredBy.isEmpty == true)
        }
    }

    @Test("PROC-061 whoever is not there is down at once")
    func alreadyDead() async throws {
        try await withTestWorld { _ in
            let dead = spawn { _ in }
            _ = await dead.id.exitReason()
            try await withProcess { inbox in
                let byIdentity = try await inbox.receiveDown(inbox.process.monitor(dead.id), within: .zero)
                let byName = try await inbox.receiveDown(inbox.process.monitor("nobody"), within: .zero)
                #expect(byIdentity == .noProcess)
                #expect(byName == .noProcess)
            }
        }
    }

    @Test("PROC-062 PROC-063 PROC-065 monitors are independent, and say whether they were active when taken away")
    func independent() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let other = spawn(idle)
                let first = inbox.process.monitor(other.id)
                let second = inbox.process.monitor(other.id)
                #expect(first != second)
                #expect(inbox.process.demonitor(first))
                #expect(!inbox.process.demonitor(first))
                other.id.kill()
                let reason = try await inbox.receiveDown(second)
                #expect(reason == .killed)
                let none = try await inbox.receiveDown(first, within: .zero)
                #expect(none == nil)
                #expect(!inbox.process.demonitor(second))
            }
        }
    }

    @Test("PROC-064 flush takes away what has arrived")
    func flushes() async throws {
        try await withTestWorld { _ in
            try await withProcess { inbox in
                let other = spawn(idle)
                let flushed = inbox.process.monitor(other.id)
                let kept = inbox.process.monitor(other.id)
                other.id.kill()
                inbox.process.demonitor(flushed, flush: true)
                inbox.process.demonitor(kept)
                let none = try await inbox.receiveDown(flushed, within: .zero)
                let some = try await inbox.receiveDown(kept, within: .zero)
                #expect(none == nil)
                #expect(some == .killed)
            }
        }
    }

    @Test("PROC-066 a monitor with an explicit alias can be sent to, also after the end it told")
    func explicitAlias() async throws {
        try await withTestWorld { _ in
            try await withProcess(Int.self) { inbox in
                let other = spawn(idle)
                let (monitor, alias) = inbox.monitor(other.id, alias: .explicit)
                alias.send(1)
                other.id.kill()
                let reason = try await inbox.receiveDown(monitor)
                #expect(reason == .killed)
                alias.send(2)
                let first = try await inbox.receive()
                let second = try await inbox.receive()
                #expect([first, second] == [1, 2])
            }
        }
    }

    @Test("PROC-067 an alias may end with its monitor, or take it along with the first message")
    func boundAlias() async throws {
        try await withTestWorld { _ in
            try await withProcess(Int.self) { inbox in
                let other = spawn(idle)
                let (monitor, alias) = inbox.monitor(other.id, alias: .demonitor)
                inbox.process.demonitor(monitor)
                alias.send(1)
                let (second, replyAlias) = inbox.monitor(other.id, alias: .replyDemonitor)
                replyAlias.send(2)
                replyAlias.send(3)
                #expect(!inbox.process.demonitor(second))
                let (_, third) = inbox.monitor(other.id, alias: .demonitor)
                other.id.kill()
                third.send(4)
                let first = try await inbox.receive(within: .zero)
                let none = try await inbox.receive(within: .zero)
                #expect(first == 2)
                #expect(none == nil)
            }
        }
    }

    @Test("PROC-068 PROC-069 PROC-071 an alias forwards until it is switched off, which says whether it was on")
    func alias() async throws {
        try await withTestWorld { world in
            try await withProcess(Int.self) { inbox in
                let alias = inbox.alias()
                alias.send(1)
                #expect(inbox.unalias(alias))
                #expect(!inbox.unalias(alias))
                alias.send(2)
                let first = try await inbox.receive(within: .zero)
                let none = try await inbox.receive(within: .zero)
                #expect(first == 1)
                #expect(none == nil)
                #expect(world.system.deadLetters == 1)
            }
        }
    }

    @Test("PROC-070 a reply alias takes one message")
    func replyAlias() async throws {
        try await withTestWorld { _ in
            try await withProcess(Int.self) { inbox in
                let alias = inbox.alias(.reply)
                alias.send(1)
                alias.send(2)
                let first = try await inbox.receive(within: .zero)
                let none = try await inbox.receive(within: .zero)
                #expect(first == 1)
                #expect(none == nil)
                #expect(!inbox.unalias(alias))
            }
        }
    }

    @Test("code outside of any process can wait for an end, with a limit")
    func fromPlainCode() async throws {
        await withTestWorld { world in
            let process = spawn(idle)
            let waiting = Task { await process.id.exitReason(within: .seconds(1)) }
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(1))
            #expect(await waiting.value == nil)
            process.id.kill()
            #expect(await process.id.exitReason() == .killed)
        }
    }
}
