import OTP
import ProcessTesting
import Testing

@Suite("The examples of the article on timers and names", .timeLimit(.minutes(1)))
struct TimerAndNameExamples {
    @Test("a timer is read and cancelled")
    func timer() async throws {
        try await withTestWorld { world in
            let quota = try await Quota.startLink(10)
            // snippet.timer
            let timer = quota.cast(Quota.Refill(count: 5), after: .seconds(60))
            let left = timer.remaining
            timer.cancel()
            // snippet.end
            #expect(left == .seconds(60))
            await world.advance(by: .seconds(60))
            #expect(try await quota.sys.state().left == 10)
        }
    }

    @Test("a message to a name goes to the server that has it when the time has come")
    func timerToName() async throws {
        try await withTestWorld { world in
            let first = try await Quota.startLink(10, name: .uploads)
            // snippet.timer-to-name
            ServerName<Quota>.uploads.cast(Quota.Refill(count: 5), after: .seconds(60))
            // snippet.end
            try await first.stop()
            let second = try await Quota.startLink(20, name: .uploads)
            await world.advance(by: .seconds(60))
            #expect(try await second.sys.state().left == 25)
        }
    }

    @Test("a name leads to the process that holds it")
    func name() async throws {
        try await withTestWorld { _ in
            let printed = Probe<String>()
            let print: @Sendable (String) -> Void = { printed.record($0) }
            // snippet.names
            let echo = spawn(String.self) { inbox in
                while true { print(try await inbox.receive()) }
            }
            try ProcessSystem.current.register(echo.id, as: "echo")
            try ProcessSystem.current.send("hello", to: "echo")
            // snippet.end
            #expect(try await printed.next() == "hello")
        }
    }
}
