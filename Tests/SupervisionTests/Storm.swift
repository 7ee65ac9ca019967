import OTP
import Processes

/// What the servers and clients of a crash storm share.
final class Storm: Sendable {
    struct Figures: CustomStringConvertible {
        var crashes = 0
        var starts = 0
        var failedStarts = 0
        var supervisorStarts = 0
        var callsMade = 0
        var callsEnded = 0

        var description: String {
            "\(crashes) crashes, \(starts) starts (\(failedStarts) failed), \(supervisorStarts) supervisor starts, "
                + "\(callsEnded) of \(callsMade) calls ended"
        }
    }

    let figures = Locked(Figures())
    /// How many states of servers are held by anybody.
    let states = Locked(0)
    private let random: Locked<SplitMix>
    private let allEnded = Promise<Void>()
    private let isOver = Locked(false)

    init(seed: UInt64) {
        random = Locked(SplitMix(seed: ~seed))
    }

    /// Counts a start; now and then one fails, though not the first of any server.
    func start() throws -> Int {
        let number = figures.withLock { figures in
            figures.starts += 1
            return figures.starts
        }
        let fails = number > StormTree.servers && random.withLock { Int.random(in: 0..<100, using: &$0) } == 0
        guard fails else { return number }
        figures.withLock { $0.failedStarts += 1 }
        throw Worker.Broken()
    }

    // MARK: - Clients

    /// Calls or crashes a server that is chosen at random, and gives the number of crashes so far.
    func strike(_ random: inout SplitMix) async -> Int {
        let name = StormTree.name(of: Int.random(in: 0..<StormTree.servers, using: &random))
        guard let server = try? name.find() else { return figures.withLock(\.crashes) }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: await call { try await server.call(Target.Ask(), timeout: nil) }
        case 1: await call { try await server.call(Target.AskSlowly(fails: false), timeout: nil) }
        case 2: Task { await call { try await server.call(Target.AskAndWait(), timeout: nil) } }
        case 3: await crash { await self.call { try await server.call(Target.AskSlowly(fails: true), timeout: nil) } }
        case 4: await crash { await self.call { try await server.call(Target.Fail(), timeout: nil) } }
        case 5: await crash { server.cast(Target.End(reason: .failed(Worker.Broken()))) }
        case 6: await crash { server.cast(Target.End(reason: .normal)) }
        case 7: await crash { server.cast(Target.FailSlowly()) }
        case 8: await crash { server.id.exit(.failed(Worker.Broken())) }
        default: await crash { server.id.kill() }
        }
        return figures.withLock(\.crashes)
    }

    private func crash(_ body: () async -> Void) async {
        figures.withLock { $0.crashes += 1 }
        await body()
    }

    private func call(_ body: () async throws -> Int) async {
        figures.withLock { $0.callsMade += 1 }
        _ = try? await body()
        figures.withLock { $0.callsEnded += 1 }
        endIfAllEnded()
    }

    private func endIfAllEnded() {
        let areEnded = figures.withLock { $0.callsMade == $0.callsEnded }
        if areEnded, isOver.withLock({ $0 }) { allEnded.resolve(()) }
    }

    /// Returns when every call that was made has come to an end, or the time of the test is over.
    func waitForCalls() async {
        isOver.withLock { $0 = true }
        endIfAllEnded()
        await withTaskCancellationHandler {
            await allEnded.value()
        } onCancel: {
            allEnded.resolve(())
        }
    }
}

/// A generator of random numbers that a seed determines.
struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
