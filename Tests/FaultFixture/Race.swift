import Glibc
import OTP
import Synchronization

/// A race on purpose: two processes count in one place without any order between them.
///
/// Thread Sanitizer must report it, else its silence about everything else means nothing.
enum Race {
    /// Unchecked and wrong, which is the point.
    private final class Tally: @unchecked Sendable {
        var count = 0

        @inline(never) func plantedRace() {
            count += 1
        }
    }

    private final class Arrivals: Sendable {
        let count = Atomic(0)
    }

    static func run() async {
        let tally = Tally()
        let options = ProcessOptions(executor: .dedicatedThread)
        let arrived = Arrivals()
        let processes = (0..<2).map { _ in
            spawn(options: options) { _ in
                // Both have begun before either counts, so nothing orders what they do from here on.
                arrived.count.wrappingAdd(1, ordering: .acquiringAndReleasing)
                while arrived.count.load(ordering: .acquiring) < 2 { sched_yield() }
                // Few, because the sanitizer drops what it finds when the other side lies too far back for it.
                for _ in 0..<20 {
                    tally.plantedRace()
                    sched_yield()
                }
            }
        }
        for process in processes { _ = await process.id.exitReason() }
        print("counted \(tally.count)")
    }
}
