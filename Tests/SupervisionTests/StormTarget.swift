import OTP
import Processes

/// A server of a crash storm.
struct Target: GenServer {
    /// Counts the states that are held by anybody.
    private final class Life: Sendable {
        let storm: Storm

        init(_ storm: Storm) {
            self.storm = storm
            storm.states.withLock { $0 += 1 }
        }

        deinit {
            storm.states.withLock { $0 -= 1 }
        }
    }

    private let life: Life
    /// The number of its start among all starts.
    let birth: Int
    var kept: [Reply<Int>] = []

    static func initialize(_ storm: Storm, _ context: Context<Target>) async throws -> Target? {
        let life = Life(storm)
        let birth = try storm.start()
        if birth.isMultiple(of: 3) { await Task.yield() }
        return Target(life: life, birth: birth)
    }

    func terminate(_ reason: ExitReason, _ context: Context<Target>) async {
        if birth.isMultiple(of: 5) { await Task.yield() }
    }

    struct Ask: ServerCall {
        func handle(_ target: inout Target, _ context: Context<Target>) -> Int {
            target.birth
        }
    }

    struct AskSlowly: AsyncServerCall {
        let fails: Bool

        func handle(_ target: inout Target, _ context: Context<Target>) async throws -> Int {
            for _ in 0..<3 { await Task.yield() }
            if fails { throw Worker.Broken() }
            return target.birth
        }
    }

    /// Is answered when others have asked too, or the server ends.
    struct AskAndWait: DeferredServerCall {
        func handle(_ target: inout Target, _ reply: Reply<Int>, _ context: Context<Target>) {
            target.kept.append(reply)
            if target.kept.count > 3 { target.kept.removeFirst()(target.birth) }
        }
    }

    struct Fail: ServerCall {
        func handle(_ target: inout Target, _ context: Context<Target>) throws -> Int {
            throw Worker.Broken()
        }
    }

    struct FailSlowly: AsyncServerCast {
        func handle(_ target: inout Target, _ context: Context<Target>) async throws {
            await Task.yield()
            throw Worker.Broken()
        }
    }

    struct End: ServerCast {
        let reason: ExitReason

        func handle(_ target: inout Target, _ context: Context<Target>) {
            context.stop(reason)
        }
    }
}
