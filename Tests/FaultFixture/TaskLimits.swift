import OTP
import Processes

/// Waits for tasks that do not care about cancellation, and prints how long after the limit each wait was over.
enum TaskLimits {
    /// Work that goes on until somebody releases it.
    private struct Stubborn: Sendable {
        let name: String
        let options: ProcessOptions
        let work: @Sendable (Promise<Bool>) async -> Void

        /// Waits for something else.
        static let waiting = Stubborn(name: "waiting", options: ProcessOptions()) { release in
            _ = await release.value()
        }

        /// Keeps a thread busy: its own, because there are few others.
        static let computing = Stubborn(
            name: "computing",
            options: ProcessOptions(executor: .dedicatedThread)
        ) { release in
            while release.current == nil {}
        }
    }

    private static let limit = Duration.milliseconds(50)

    static func run() async {
        let delays = Delays()
        let measuring = spawn { _ in
            for stubborn in [Stubborn.waiting, .computing] {
                try await measureValue(of: stubborn, delays)
                try await measureShutdown(of: stubborn, delays)
            }
            try await measureResults(of: .waiting, delays)
        }
        if let end = await measuring.id.exitReason(), !end.isNormal { print(end) }
        delays.print()
    }

    private static func measureValue(of stubborn: Stubborn, _ delays: Delays) async throws {
        try await measure("value", of: stubborn, delays) { task in
            do {
                try await task.value(within: limit)
                return false
            } catch {
                return error as? TaskError == .timedOut(after: limit, .value(task.process))
            }
        }
    }

    private static func measureShutdown(of stubborn: Stubborn, _ delays: Delays) async throws {
        try await measure("shutdown", of: stubborn, delays) { task in
            if case .failure(.killed)? = try await task.shutdown(.after(limit)) { true } else { false }
        }
    }

    /// Measures a wait, which says whether it has ended as it should.
    private static func measure(
        _ kind: String,
        of stubborn: Stubborn,
        _ delays: Delays,
        _ wait: (SupervisedTask<Void>) async throws -> Bool
    ) async throws {
        let started = Promise<Bool>()
        let release = Promise<Bool>()
        defer { release.resolve(true) }
        let task = SupervisedTask.linked(options: stubborn.options) {
            started.resolve(true)
            await stubborn.work(release)
        }
        _ = await started.value()
        let end = Delays.now.advanced(by: limit)
        let isRight = try await wait(task)
        delays.add("\(isRight ? "" : "wrong-")\(kind)-\(stubborn.name)", since: end)
        _ = try? task.ignore()
    }

    private static func measureResults(of stubborn: Stubborn, _ delays: Delays) async throws {
        let release = Promise<Bool>()
        defer { release.resolve(true) }
        let end = Delays.now.advanced(by: limit)
        let results = try [1].concurrentResults(timeout: limit, onTimeout: .killTask) { _ in
            await stubborn.work(release)
        }
        var timeouts = 0
        for try await result in results {
            if case .failure(let exit) = result, exit.isTimeout { timeouts += 1 }
        }
        delays.add("\(timeouts == 1 ? "" : "wrong-")results-\(stubborn.name)", since: end)
    }
}
