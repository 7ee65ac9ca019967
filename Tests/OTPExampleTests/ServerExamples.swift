import OTP
import ProcessTesting
import Testing

// snippet.quota
struct Quota: GenServer {
    var left: Int

    static func initialize(_ limit: Int, _ context: Context<Quota>) -> Quota? {
        Quota(left: limit)
    }

    struct Take: ServerCall {
        let count: Int

        func handle(_ quota: inout Quota, _ context: Context<Quota>) -> Bool {
            guard count <= quota.left else { return false }
            quota.left -= count
            return true
        }
    }

    struct Refill: ServerCast {
        let count: Int

        func handle(_ quota: inout Quota, _ context: Context<Quota>) {
            quota.left += count
        }
    }
}
// snippet.end

// snippet.name
extension ServerName<Quota> {
    static var uploads: Self { "uploads" }
}
// snippet.end

// snippet.barrier
struct Barrier: GenServer {
    let size: Int
    var arrived: [Reply<Int>] = []

    static func initialize(_ size: Int, _ context: Context<Barrier>) -> Barrier? {
        Barrier(size: size)
    }

    struct Arrive: DeferredServerCall {
        func handle(_ barrier: inout Barrier, _ reply: Reply<Int>, _ context: Context<Barrier>) {
            barrier.arrived.append(reply)
            guard barrier.arrived.count == barrier.size else { return }
            for (position, reply) in barrier.arrived.enumerated() { reply(position) }
            barrier.arrived = []
        }
    }
}
// snippet.end

// snippet.store
struct Store: GenServer {
    var entries: [String: Int] = [:]
    let load: @Sendable () async throws -> [String: Int]

    static func initialize(
        _ load: @escaping @Sendable () async throws -> [String: Int],
        _ context: Context<Store>
    ) -> Store? {
        context.continue(with: Load())
        return Store(load: load)
    }

    struct Load: AsyncServerCast {
        func handle(_ store: inout Store, _ context: Context<Store>) async throws {
            store.entries = try await store.load()
        }
    }

    struct Get: ServerCall {
        let key: String

        func handle(_ store: inout Store, _ context: Context<Store>) -> Int? {
            context.timeout(after: .seconds(60))
            return store.entries[key]
        }
    }

    mutating func handleTimeout(_ context: Context<Store>) {
        context.stop()
    }
}
// snippet.end

// snippet.heartbeat
struct Heartbeat: GenServer {
    var count = 0

    static func initialize(_: Void, _ context: Context<Heartbeat>) -> Heartbeat? {
        context.server.cast(Beat(), after: .seconds(10))
        return Heartbeat()
    }

    struct Beat: ServerCast {
        func handle(_ heartbeat: inout Heartbeat, _ context: Context<Heartbeat>) {
            heartbeat.count += 1
            context.server.cast(Beat(), after: .seconds(10))
        }
    }
}
// snippet.end

// snippet.feed
struct Feed: GenServer {
    let fetch: @Sendable (String) async throws -> String
    var pages: [String] = []

    struct Fetch: AsyncServerCast {
        let address: String

        func handle(_ feed: inout Feed, _ context: Context<Feed>) async throws {
            feed.pages.append(try await feed.fetch(address))
            context.system.log.labelled("feed").info("fetched", ["address": address])
        }
    }

    mutating func handleInfo(_ message: any Sendable, _ context: Context<Feed>) {
        guard let address = message as? String else { return }
        context.continue(with: Fetch(address: address))
    }
}
// snippet.end

@Suite("The examples of the article on servers", .timeLimit(.minutes(1)))
struct ServerExamples {
    @Test("a quota grants what is left")
    func quota() async throws {
        try await withTestWorld { _ in
            // snippet.use
            let quota = try await Quota.startLink(10)
            let isGranted = try await quota.call(Quota.Take(count: 8))
            quota.cast(Quota.Refill(count: 5))
            let isGrantedToo = try await quota.call(Quota.Take(count: 7))
            // snippet.end
            #expect(isGranted && isGrantedToo)
            #expect(try await !quota.call(Quota.Take(count: 1)))
        }
    }

    @Test("a barrier answers nobody before all have arrived")
    func barrier() async throws {
        try await withTestWorld { _ in
            let barrier = try await Barrier.startLink(3)
            async let first = barrier.call(Barrier.Arrive())
            async let second = barrier.call(Barrier.Arrive())
            async let third = barrier.call(Barrier.Arrive())
            #expect(try await Set([first, second, third]) == [0, 1, 2])
        }
    }

    @Test("a store loads before it answers, and ends when it is not used for a minute")
    func store() async throws {
        try await withTestWorld { world in
            let store = try await Store.startLink { ["answer": 42] }
            #expect(try await store.call(Store.Get(key: "answer")) == 42)
            await world.advance(by: .seconds(59))
            #expect(store.isAlive)
            await world.advance(by: .seconds(1))
            #expect(await store.id.exitReason() == .normal)
        }
    }

    @Test("a heartbeat beats every ten seconds")
    func heartbeat() async throws {
        try await withTestWorld { world in
            let heartbeat = try await Heartbeat.startLink()
            await world.advance(by: .seconds(35))
            #expect(try await heartbeat.sys.state().count == 3)
        }
    }

    @Test("a name leads to the server that has it")
    func name() async throws {
        try await withTestWorld { _ in
            // snippet.call-by-name
            _ = try await Quota.startLink(10, name: .uploads)
            let isGranted = try await ServerName<Quota>.uploads.call(Quota.Take(count: 1))
            // snippet.end
            #expect(isGranted)
        }
    }

    @Test("a list of names is called at once")
    func many() async throws {
        try await withTestWorld { _ in
            let printed = Probe<String>()
            let print = { (line: String) in printed.record(line) }
            _ = try await Quota.startLink(10, name: .uploads)
            // snippet.call-many
            let names: [ServerName<Quota>] = [.uploads, "downloads"]
            let results = await names.call(Quota.Take(count: 1), timeout: .seconds(5))
            for (name, error) in results.failures { print("\(name): \(error)") }
            // snippet.end
            #expect(results.answers.map(\.answer) == [true])
            #expect(printed.recorded == ["downloads: \(CallError.noProcess)"])
        }
    }

    @Test("a message from elsewhere is handled by one that may wait, which tells the log")
    func feed() async throws {
        try await withTestWorld { world in
            let feed = try await Feed.startLink(Feed(fetch: { "page \($0)" }))
            feed.id.send("/a")
            await world.settle()
            #expect(try await feed.sys.state().pages == ["page /a"])
            let entry = world.log.entries(.info).first
            #expect(entry?.label == "feed" && entry?.message == "fetched")
        }
    }

    @Test("errors of a call say what happened")
    func errors() async throws {
        try await withTestWorld { _ in
            let printed = Probe<String>()
            let print = { (line: String) in printed.record(line) }
            let quota = try await Quota.startLink(10)
            try await quota.stop()
            // snippet.errors
            do {
                _ = try await quota.call(Quota.Take(count: 1), timeout: .seconds(1))
            } catch CallError.noProcess {
                print("not running")
            } catch CallError.timedOut {
                print("busy; the message is still in its mailbox and will be handled")
            } catch CallError.exited(let reason) {
                print("ended while it handled the message: \(reason)")
            }
            // snippet.end
            #expect(printed.recorded == ["not running"])
        }
    }
}
