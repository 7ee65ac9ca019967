import OTP
import ProcessTesting
import Testing

// snippet.prices
struct Prices: GenServer {
    let tasks: TaskSupervisor
    let fetch: @Sendable () async throws -> Int
    var price: Int?
    var request: Monitor?

    struct Refresh: AsyncServerCast {
        func handle(_ prices: inout Prices, _ context: Context<Prices>) async throws {
            guard prices.request == nil else { return }
            prices.request = try await prices.tasks.asyncNolink(prices.fetch).monitor
        }
    }

    mutating func handleInfo(_ message: any Sendable, _ context: Context<Prices>) {
        guard let reply = message as? TaskReply<Int>, reply.monitor == request else { return }
        price = reply.value
    }

    mutating func handleSignal(_ signal: Signal, _ context: Context<Prices>) {
        guard case .down(let monitor, _) = signal, monitor == request else { return }
        request = nil
    }
}
// snippet.end

@Suite("The examples of the article on tasks", .timeLimit(.minutes(1)))
struct SupervisedTaskExamples {
    private func fetchPrice() async throws -> Int { 42 }
    private func fetchStock() async throws -> Int { 7 }

    @Test("two tasks work at the same time")
    func linked() async throws {
        try await withTestWorld { _ in
            // snippet.linked
            let price = SupervisedTask.linked { try await fetchPrice() }
            let stock = SupervisedTask.linked { try await fetchStock() }
            let offer = try await (price.value(), stock.value(within: .seconds(1)))
            // snippet.end
            #expect(offer == (42, 7))
        }
    }

    /// Waits for a report that is never ready.
    private func askForReport() async throws -> (SupervisedTask<String>, Result<String, ExitReason>?) {
        let report = SupervisedTask.linked {
            try await ProcessContext.current?.sleep()
            return "never"
        }
        // snippet.poll
        var result = try await report.poll(within: .seconds(2))
        if result == nil { result = try await report.shutdown() }
        // snippet.end
        return (report, result)
    }

    @Test("a task that is late is shut down")
    func poll() async throws {
        try await withTestWorld { world in
            async let asked = askForReport()
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(2))
            let (report, result) = try await asked
            #expect(result == nil)
            #expect(report.process?.isAlive == false)
        }
    }

    @Test("a task that fails under a supervisor is a value")
    func supervised() async throws {
        try await withTestWorld { _ in
            let printed = Probe<String>()
            let print = { (line: String) in printed.record(line) }
            let sent = Probe<String>()
            let send: @Sendable (String) async throws -> Void = { mail in
                guard mail != "receipt" else { throw Unknown(name: "Joe") }
                sent.record(mail)
            }
            // snippet.task-supervisor
            let top = try await Supervisor.startLink(.oneForOne) {
                TaskSupervisor.child(name: "mail")
            }
            let mail = try TaskSupervisor(named: "mail")
            try await mail.start { try await send("welcome") }
            let receipt = try await mail.asyncNolink { try await send("receipt") }
            if case .failure(let reason)? = try await receipt.poll() {
                print("not sent: \(reason)")
            }
            // snippet.end
            #expect(try await sent.next() == "welcome")
            #expect(printed.recorded == ["not sent: failed: Unknown(name: \"Joe\")"])
            try await top.stop()
        }
    }

    @Test("a server gets the result of a task as a message, and survives its failure")
    func server() async throws {
        try await withTestWorld { world in
            let tasks = try await TaskSupervisor.startLink()
            let good = try await Prices.startLink(Prices(tasks: tasks, fetch: { 42 }))
            good.cast(Prices.Refresh())
            await world.settle()
            #expect(try await good.sys.state().price == 42)
            #expect(try await good.sys.state().request == nil)
            let broken = Prices(tasks: tasks, fetch: { throw Unknown(name: "bank") }, price: 41)
            let bad = try await Prices.startLink(broken)
            bad.cast(Prices.Refresh())
            await world.settle()
            #expect(try await bad.sys.state().price == 41)
            #expect(try await bad.sys.state().request == nil)
            try await tasks.stop()
        }
    }

    @Test("many elements are worked on at the same time, and come in order")
    func many() async throws {
        try await withTestWorld { _ in
            let printed = Probe<String>()
            let print = { (line: String) in printed.record(line) }
            let urls = ["/a", "/b", "/c"]
            let fetch: @Sendable (String) async throws -> String = { "page \($0)" }
            // snippet.concurrent-results
            let pages = try urls.concurrentResults(maxConcurrency: 4, onTimeout: .killTask) { try await fetch($0) }
            for try await page in pages {
                switch page {
                case .success(let text): print(text)
                case .failure(let exit): print("left out: \(exit.reason)")
                }
            }
            // snippet.end
            #expect(printed.recorded == ["page /a", "page /b", "page /c"])
        }
    }
}
