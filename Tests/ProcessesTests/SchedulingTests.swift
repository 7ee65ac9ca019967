import ProcessTesting
import Processes
import Testing

@Suite("The scheduler", .timeLimit(.minutes(1)))
struct SchedulingTests {
    @Test("handles on another thread what was sent by code that then blocks its own")
    func blockedSender() async {
        await withOwnPool(threads: 2) { _ in
            for _ in 0..<20 {
                let gate = Gate()
                let receiver = spawn(Int.self) { inbox in
                    _ = try await inbox.receive()
                    gate.open()
                }
                let sender = spawn { _ in
                    receiver.send(1)
                    // Blocks its thread on purpose: only another one can open the gate.
                    gate.pass()
                }
                #expect(await sender.id.exitReason() == .normal)
            }
        }
    }

    @Test("does so soon, too, when the other thread has work of its own all the time")
    func blockedSenderBesideBusyThread() async throws {
        try await withOwnPool(threads: 2) { system in
            let start = Gate()
            let end = Gate()
            let isSent = Locked(false)
            let isReceived = Locked(false)
            let receiver = spawn(Int.self) { inbox in
                _ = try await inbox.receive()
                isReceived.withLock { $0 = true }
                end.open()
            }
            await system.settle()
            let sender = spawn { _ in
                start.pass()
                receiver.send(1)
                isSent.withLock { $0 = true }
                end.pass()
            }
            try await start.reached.next()
            // The thread that is left always finds this in its own queue: it is never idle, and nobody helps it.
            let meanwhile = Probe<Int>()
            let busy = spawn { _ in
                start.open()
                while !isSent.withLock({ $0 }) { await Task.yield() }
                var count = 0
                while !isReceived.withLock({ $0 }), count < 100_000 {
                    count += 1
                    await Task.yield()
                }
                meanwhile.record(count)
            }
            #expect(try await meanwhile.next() < 1000)
            #expect(await busy.id.exitReason() == .normal)
            #expect(await sender.id.exitReason() == .normal)
        }
    }
    @Test("lets others run beside processes that always find mail", arguments: [true, false])
    func restlessProcesses(isSelective: Bool) async {
        await withOwnPool(threads: 2) { _ in
            let restless = (0..<2).map { _ in
                spawn(Int.self) { inbox in
                    inbox.ref.send(0)
                    for _ in 0..<500_000 {
                        let message =
                            isSelective ? try await inbox.receive(where: { $0 }) : try await inbox.receive()
                        inbox.ref.send(message ?? 0)
                    }
                }
            }
            for other in (0..<5).map({ _ in spawn { _ in } }) { _ = await other.id.exitReason() }
            // Before they had come to their end, that is.
            for process in restless { #expect(process.id.isAlive) }
        }
    }
}
