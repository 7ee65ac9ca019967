import Glibc
import OTP

/// Blocks every thread of both pools that run code of users, and prints how late everything was that must not wait.
enum BlockedPools {
    private static let blockage = Duration.seconds(2)
    /// The measuring ends before the pools are free again.
    private static let margin = Duration.milliseconds(200)
    private static let dedicated = ProcessOptions(executor: .dedicatedThread)

    static func run() async {
        let delays = Delays()
        guard let idle = try? await Blocker.start(Blocker()), let busy = try? await Blocker.start(Blocker()) else {
            return
        }
        let end = Delays.now.advanced(by: blockage)
        blockPools(until: end)
        busy.cast(Blocker.Block(end: end))
        let canaries = sendCanaries(delays)
        let stop = end.advanced(by: .zero - margin)
        let measuring = [
            spawn(Int.self, options: dedicated) { inbox in try await measureTimers(&inbox, delays, until: stop) }.id,
            spawn(options: dedicated) { _ in await measureCalls(to: [idle, busy], end, delays, until: stop) }.id,
            spawn(options: dedicated) { _ in try await measureAnswers(delays, until: stop) }.id,
            spawn(Phoenix.Birth.self, options: dedicated) { inbox in
                try await measureRestarts(&inbox, delays, until: stop)
            }.id,
        ]
        for process in measuring { _ = await process.exitReason() }
        for canary in canaries { _ = await canary.exitReason() }
        delays.print()
    }

    // MARK: - Blocking

    /// More blocking tasks than either pool will ever have threads.
    private static func blockPools(until end: MonotonicTime) {
        for _ in 0..<64 { spawn { _ in blockThread(until: end) } }
        for priority: TaskPriority in [.high, .medium, .low] {
            for _ in 0..<300 { Task.detached(priority: priority) { blockThread(until: end) } }
        }
    }

    static func blockThread(until end: MonotonicTime) {
        let rest = Delays.now.duration(to: end)
        guard rest > .zero else { return }
        usleep(UInt32(rest / .microseconds(1)))  // blocking a thread is what this program is for
    }

    /// Work for both pools, which comes late because they are blocked.
    private static func sendCanaries(_ delays: Delays) -> [ProcessID] {
        let sent = Delays.now
        Task.detached { delays.add("canary-tasks", since: sent) }
        return [spawn { _ in delays.add("canary-processes", since: sent) }.id]
    }

    // MARK: - Measuring

    private static func measureTimers(
        _ inbox: inout Inbox<Int>,
        _ delays: Delays,
        until stop: MonotonicTime
    ) async throws {
        while Delays.now < stop {
            let wake = Delays.now.advanced(by: .milliseconds(10))
            try await inbox.process.sleep(for: .milliseconds(10))
            delays.add("timer", since: wake)
            let arrival = Delays.now.advanced(by: .milliseconds(10))
            inbox.ref.send(1, after: .milliseconds(10))
            _ = try await inbox.receive()
            delays.add("timer", since: arrival)
        }
    }

    private static func measureCalls(
        to servers: [ServerRef<Blocker>],
        _ end: MonotonicTime,
        _ delays: Delays,
        until stop: MonotonicTime
    ) async {
        while Delays.now < stop {
            for server in servers {
                let limit = Delays.now.advanced(by: .milliseconds(20))
                do {
                    try await server.call(Blocker.Ask(end: end), timeout: .milliseconds(20))
                } catch {
                    delays.add(error == .timedOut(after: .milliseconds(20)) ? "call" : "\(error)", since: limit)
                }
            }
        }
    }

    private static func measureAnswers(_ delays: Delays, until stop: MonotonicTime) async throws {
        let options = ServerOptions(process: dedicated)
        let echo = try await Blocker.startLink(Blocker(), options: options)
        while Delays.now < stop {
            let sent = Delays.now
            try await echo.call(Blocker.Ask(end: sent))
            delays.add("answer", since: sent)
            try await ProcessContext.current?.sleep(for: .milliseconds(1))
        }
    }

    private static func measureRestarts(
        _ inbox: inout Inbox<Phoenix.Birth>,
        _ delays: Delays,
        until stop: MonotonicTime
    ) async throws {
        let phoenix = Phoenix(births: inbox.ref)
        let options = ServerOptions(process: dedicated)
        let supervisor = try await Supervisor.startLink(.oneForOne, maxRestarts: 1_000_000) {
            Phoenix.child(phoenix, options: options)
        }
        while Delays.now < stop {
            let birth = try await inbox.receive()
            let death = Delays.now
            birth.process.kill()
            let rebirth = try await inbox.receive()
            delays.add("restart", death.duration(to: rebirth.time))
            inbox.ref.send(rebirth)
            try await inbox.process.sleep(for: .milliseconds(2))
        }
        try await supervisor.stop()
    }
}
