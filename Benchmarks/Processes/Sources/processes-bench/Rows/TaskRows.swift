import OTP

/// Tasks.
enum TaskRows {
    static let all: [Row] = [
        Row("task start + await", 100_000, target: 0.3, awaits),
        Row("concurrentResults", 100_000, target: 0.3, results),
    ]

    private static func awaits(_ count: Int) async throws -> Duration {
        try await ContinuousClock().measure {
            for number in 0..<count { _ = try await SupervisedTask.linked { number }.value() }
        }
    }

    private static func results(_ count: Int) async throws -> Duration {
        try await ContinuousClock().measure {
            var sum = 0
            for try await result in try (0..<count).concurrentResults({ $0 }) { sum += try result.get() }
            precondition(sum == count * (count - 1) / 2, "results are missing")
        }
    }
}
