import Glibc
import Processes
import Synchronization

/// Processes in numbers.
enum Crowd {
    private static let blocked = AsyncStream<Void>.makeStream()

    /// Starts processes that wait; how many of them live.
    static func start(_ count: Int) -> Int {
        let processes = (0..<count).map { _ in spawn { inbox in _ = try await inbox.receiveSignal() } }
        return processes.count { $0.id.isAlive }
    }

    /// Blocks as many threads that run processes; returns once so many are blocked at a time.
    static func block(_ count: Int) async throws -> Int {
        for _ in 0..<count {
            spawn { _ in
                blocked.continuation.yield()
                while true { sleep(3600) }  // blocks its thread, which is the point
            }
        }
        var reached = 0
        for await _ in blocked.stream {
            reached += 1
            if reached == count { break }
        }
        return reached
    }

    /// Sends messages to a process that takes none.
    static func pile(_ count: Int) {
        let process = spawn(Int.self, options: ProcessOptions(label: "slowpoke")) { inbox in
            _ = try await inbox.receive(where: { $0 == -1 ? $0 : nil })
        }
        for number in 0..<count { process.send(number) }
    }
}
