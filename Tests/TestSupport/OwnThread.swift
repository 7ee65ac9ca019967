import Glibc
package import Testing

/// Runs tests on threads of their own, because they wait in system calls: for a program, a socket, a file.
///
/// Swift's pool has as many threads as there are processors. Two tests that wait on it would hold up all others, of
/// which some measure their time.
package struct OwnThreadTrait: TestTrait, SuiteTrait, TestScoping {
    @TaskLocal fileprivate static var isApplied = false

    package let isRecursive = true

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Self.$isApplied.withValue(true) {
            try await withTaskExecutorPreference(ThreadPerJob.shared, operation: function)
        }
    }
}

extension Trait where Self == OwnThreadTrait {
    /// The tests wait in system calls, so they run on threads of their own.
    package static var ownThread: Self { Self() }
}

/// Says so when the caller, which is about to wait in a system call, runs on Swift's pool.
package func aboutToBlock(fileID: String = #fileID, filePath: String = #filePath, line: Int = #line) {
    // Threads that a test has started have nothing to do with the pool.
    guard Test.current != nil, !OwnThreadTrait.isApplied else { return }
    let location = SourceLocation(fileID: fileID, filePath: filePath, line: line, column: 1)
    Issue.record(
        "this waits on a thread of Swift's pool; give the suite the trait .ownThread",
        sourceLocation: location
    )
}

/// Starts a thread for every piece of a task.
private final class ThreadPerJob: TaskExecutor {
    static let shared = ThreadPerJob()

    private final class Piece {
        let job: UnownedJob

        init(_ job: UnownedJob) { self.job = job }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let piece = Unmanaged.passRetained(Piece(UnownedJob(job)))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread,
            nil,
            { piece in
                guard let piece else { return nil }
                let job = Unmanaged<Piece>.fromOpaque(piece).takeRetainedValue().job
                job.runSynchronously(on: ThreadPerJob.shared.asUnownedTaskExecutor())
                return nil
            },
            piece.toOpaque()
        )
        precondition(failure == 0, "the system refuses another thread: \(String(cString: strerror(failure)))")
        pthread_detach(thread)
    }
}
