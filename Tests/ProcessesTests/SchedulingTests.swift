import ProcessTesting
import Processes
import Testing

@Suite("The scheduler", .timeLimit(.minutes(1)))
struct SchedulingTests {
    @Test("handles on another thread what was sent by code that then blocks its own")
    func blockedSender() async throws {
        try await withTestWorld { _ in
            for _ in 0..<20 {
                let gate = ConditionLock()
                let isOpen = Locked(false)
                let receiver = spawn(Int.self) { inbox in
                    _ = try await inbox.receive()
                    isOpen.withLock { $0 = true }
                    gate.withLock { gate.broadcast() }
                }
                let sender = spawn { _ in
                    receiver.send(1)
                    // Blocks a thread of the pool on purpose: only another thread can open the gate.
                    gate.lock()
                    while !isOpen.withLock({ $0 }) { gate.wait() }
                    gate.unlock()
                }
                #expect(await sender.id.exitReason() == .normal)
            }
        }
    }
}
