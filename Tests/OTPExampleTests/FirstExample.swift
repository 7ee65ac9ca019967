import OTP
import ProcessTesting
import Testing

// snippet.counter
struct Counter: GenServer {
    var count = 0

    static func initialize(_: Void, _ context: Context<Counter>) -> Counter? {
        Counter()
    }

    struct Increment: ServerCall {
        func handle(_ counter: inout Counter, _ context: Context<Counter>) -> Int {
            counter.count += 1
            return counter.count
        }
    }
}

extension ServerName<Counter> {
    static var visits: Self { "visits" }
}
// snippet.end

@Suite("The example of the landing page", .timeLimit(.minutes(1)))
struct FirstExample {
    @Test("counts under a supervisor")
    func counter() async throws {
        try await withTestWorld { _ in
            // snippet.supervised-counter
            let top = try await Supervisor.startLink(.oneForOne) {
                Counter.child(name: .visits)
            }
            let visits = try await ServerName<Counter>.visits.call(Counter.Increment())
            // snippet.end
            #expect(visits == 1)
            try await top.stop()
        }
    }
}
