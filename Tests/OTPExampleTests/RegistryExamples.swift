import OTP
import ProcessTesting
import Testing

// snippet.subscriber
struct Subscriber: GenServer {
    var articles: [String] = []

    static func initialize(_ topics: Registry<String, Void>, _ context: Context<Subscriber>) throws -> Subscriber? {
        try topics.register("news")
        return Subscriber()
    }

    struct Deliver: ServerCast {
        let article: String

        func handle(_ subscriber: inout Subscriber, _ context: Context<Subscriber>) {
            subscriber.articles.append(article)
        }
    }
}
// snippet.end

private struct Quotas {
    let users: Registry<String, Void>
    let quotas: DynamicSupervisor

    // snippet.find-or-start
    func quota(of user: String) async throws(SupervisorError) -> ServerName<Quota> {
        let name = ServerName<Quota>.via(users, user)
        if name.process != nil { return name }
        do throws(SupervisorError) {
            try await quotas.start(Quota.child(10, name: name))
        } catch .alreadyStarted {
            // Somebody else was faster.
        }
        return name
    }
    // snippet.end
}

@Suite("The examples of the article on registries", .timeLimit(.minutes(1)))
struct RegistryExamples {
    @Test("a server is found by its key")
    func via() async throws {
        try await withTestWorld { _ in
            // snippet.via
            let users = try await Registry<String, Void>.startLink(keys: .unique)
            _ = try await Quota.startLink(10, name: .via(users, "alice"))
            let isGranted = try await ServerName<Quota>.via(users, "alice").call(Quota.Take(count: 1))
            // snippet.end
            #expect(isGranted)
            try await users.stop()
        }
    }

    @Test("many that want a server at the same time get the same one")
    func findOrStart() async throws {
        try await withTestWorld { _ in
            let users = try await Registry<String, Void>.startLink(keys: .unique)
            let quotas = Quotas(users: users, quotas: try await DynamicSupervisor.startLink())
            try await withThrowingTaskGroup { group in
                for _ in 0..<10 {
                    group.addTask { try await quotas.quota(of: "alice").call(Quota.Take(count: 1)) }
                }
                for try await isGranted in group { #expect(isGranted) }
            }
            #expect(try await !quotas.quota(of: "alice").call(Quota.Take(count: 1)))
            #expect(try await quotas.quotas.counts.active == 1)
            try await quotas.quotas.stop()
        }
    }

    @Test("all subscribers get what is published")
    func publish() async throws {
        try await withTestWorld { world in
            let topics = try await Registry<String, Void>.startLink(keys: .duplicate)
            let first = try await Subscriber.startLink(topics)
            let second = try await Subscriber.startLink(topics)
            // snippet.dispatch
            topics.dispatch("news") { subscribers in
                for subscriber in subscribers {
                    subscriber.process.send(Subscriber.Deliver(article: "Swift on servers"))
                }
            }
            // snippet.end
            await world.settle()
            #expect(try await first.sys.state().articles == ["Swift on servers"])
            #expect(try await second.sys.state().articles == ["Swift on servers"])
        }
    }

    @Test("a reader hears of who registers")
    func listening() async throws {
        try await withTestWorld { _ async throws in
            let users = try await Registry<String, Void>.startLink(keys: .unique)
            let printed = Probe<String>()
            let print: @Sendable (String) -> Void = { printed.record($0) }
            // snippet.events
            let events = users.events()
            let greeter = Task {
                for await event in events {
                    guard case .registered(_, let user, _, _) = event else { continue }
                    print("\(user) is here")
                }
            }
            // snippet.end
            _ = try await Quota.startLink(10, name: .via(users, "alice"))
            #expect(try await printed.next() == "alice is here")
            try await users.stop()
            await greeter.value
        }
    }

    @Test("who has the lock is alone, so that one server is started")
    func lock() async throws {
        try await withTestWorld { _ in
            let users = try await Registry<String, Void>.startLink(keys: .unique)
            let quotas = try await DynamicSupervisor.startLink()
            for _ in 1...2 {
                // snippet.lock
                try await users.lock("alice") {
                    guard users.lookup("alice").isEmpty else { return }
                    try await quotas.start(Quota.child(10, name: .via(users, "alice")))
                }
                // snippet.end
            }
            #expect(try await quotas.counts.active == 1)
            try await quotas.stop()
        }
    }

    @Test("entries are chosen by their values")
    func values() async throws {
        try await withTestWorld { _ in
            // snippet.start-with-values
            let load = try await Registry<String, Int>.startLink(keys: .duplicate)
            // snippet.end
            try await withProcess { inbox in
                try load.register("resize", 3)
                try load.register("crop", 30)
                // snippet.values
                let idle = load.select { entry in entry.value < 10 ? entry.process : nil }
                let resizers = load.match("resize") { $0 < 10 }
                // snippet.end
                #expect(idle == [inbox.process.id])
                #expect(resizers.map(\.value) == [3])
            }
        }
    }
}
