import OTP

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

    static func run() async {
        let tally = Tally()
        let options = ProcessOptions(executor: .dedicatedThread)
        let processes = (0..<2).map { _ in
            spawn(options: options) { _ in for _ in 0..<100_000 { tally.plantedRace() } }
        }
        for process in processes { _ = await process.id.exitReason() }
        print("counted \(tally.count)")
    }
}
