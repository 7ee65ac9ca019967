import TestSupport
import Testing

@Suite("The limits of tasks that ignore cancellation", .ownThread, .timeLimit(.minutes(2)))
struct TaskLimitTests {
    @Test("a wait for a value or results, and a shutdown, return when their time is over, and not 20 ms later")
    func limits() throws {
        let kinds = [
            "results-waiting", "shutdown-computing", "shutdown-waiting", "value-computing", "value-waiting",
        ]
        try Delays.expect("limits", kinds, below: 20_000)
    }
}
