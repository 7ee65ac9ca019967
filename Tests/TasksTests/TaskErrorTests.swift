import OTP
import Testing

@Suite("A TaskError")
struct TaskErrorTests {
    private struct Broken: Error {}

    static let wordings: [(TaskError, String)] = [
        (
            .notOwner(asker: .nobody, owner: .swiftTask(1)),
            "code outside of any process and task asked for the result of a task that a task outside of any process "
                + "started; ask in the code that started it, and send the result on from there"
        ),
        (
            .alreadyTaken,
            "the result of the task was taken or given up before; it can be had once, so keep the value and not the task"
        ),
        (
            .timedOut(after: .seconds(5), .value(nil)),
            "no answer within 5.0 seconds while waiting for the value of the task that is completed; raise the limit, "
                + "or poll, which may be done again"
        ),
        (
            .timedOut(after: .seconds(5), .concurrentResults),
            "no answer within 5.0 seconds while waiting for concurrentResults; raise the limit, or poll, which may be "
                + "done again"
        ),
        (
            .exited(.killed, .values([nil, nil])),
            "a task ended before it answered (killed) while waiting for the values of 2 tasks; poll it to get the "
                + "reason as a value"
        ),
        (
            .cancelled(.concurrentResults),
            "cancelled while waiting for concurrentResults; let the error through, or shut the task down"
        ),
        (
            .tooManyTasks(limit: 3),
            "the task supervisor has reached its maximum of 3 tasks; raise maxChildren, or start fewer at a time"
        ),
        (
            .supervisor(.call(.noProcess)),
            "the task supervisor: the supervisor did not answer: no such process; it has not started, or has ended"
        ),
        (.maxConcurrencyNotPositive(0), "maxConcurrency is 0; use one or more"),
        (.limitNotPositive(-1), "the limit of results is -1; use one or more"),
        (
            .negativeTimeout(.seconds(-1)),
            "the timeout is -1.0 seconds; use zero or more, or nil to wait for ever"
        ),
        (.negativeShutdown(.seconds(-1)), "the time to end is -1.0 seconds; use zero or more, or .brutalKill"),
        (
            .inputFailed(Broken()),
            "the input of concurrentResults threw (Broken()); its tasks were ended, handle the error in the input"
        ),
    ]

    @Test("says what happened and what to do", arguments: wordings)
    func says(error: TaskError, text: String) {
        #expect(error.description == text)
    }
}
