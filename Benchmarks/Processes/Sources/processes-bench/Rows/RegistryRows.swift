import OTP

/// Registries: to find, to come and go, to reach many.
enum RegistryRows {
    static let all = [
        Row("registry lookup", 1_000_000, target: 0.3, lookup),
        Row("register + unregister", 200_000, target: 0.5, register),
        Row("dispatch to 1000", 5_000, target: 0.5, dispatch),
        Row("dispatch, 1000 messages", 500, target: 0.5, publish),
        Row(share: "lookup, 2 threads", limit: 1 / 1.6, twoThreads),
        Row(share: "lookup of one key, 2 threads", limit: 1 / 1.6, twoThreadsOneKey),
    ]

    /// A thousand keys, one after another.
    private static func lookup(_ count: Int) async throws -> Duration {
        let (registry, keys) = try await makeRooms()
        let time = measureLookups(registry, keys, count)
        try await registry.stop()
        return time
    }

    /// The end of a registry hits those who are registered.
    private static func makeRooms() async throws -> (Registry<String, Int>, [String]) {
        ProcessContext.current?.trapsExits = true
        let registry = try await Registry<String, Int>.startLink(keys: .unique)
        let keys = (0..<1000).map { "room \($0)" }
        for (number, key) in keys.enumerated() { try registry.register(key, number) }
        return (registry, keys)
    }

    private static func measureLookups(_ registry: Registry<String, Int>, _ keys: [String], _ count: Int) -> Duration {
        var found = 0
        let time = ContinuousClock().measure {
            for _ in 0..<(count / keys.count) {
                for key in keys where registry.lookup(key).first != nil { found += 1 }
            }
        }
        precondition(found == count / keys.count * keys.count, "\(found) of \(count) were found")
        return time
    }

    private static func register(_ count: Int) async throws -> Duration {
        let registry = try await Registry<String, Int>.startLink(keys: .unique)
        let time = try ContinuousClock().measure {
            for number in 0..<count {
                try registry.register("lobby", number)
                try registry.unregister("lobby")
            }
        }
        try await registry.stop()
        return time
    }

    /// To look at a thousand entries.
    private static func dispatch(_ count: Int) async throws -> Duration {
        ProcessContext.current?.trapsExits = true
        let registry = try await Registry<String, Int>.startLink(keys: .duplicate)
        for number in 0..<1000 { try registry.register("news", number) }
        var sum = 0
        let time = ContinuousClock().measure {
            for _ in 0..<count {
                registry.dispatch("news") { entries in
                    for entry in entries { sum += entry.value }
                }
            }
        }
        precondition(sum == count * 499_500, "not all entries were seen")
        try await registry.stop()
        return time
    }

    /// To send to a thousand processes, until all have it.
    private static func publish(_ count: Int) async throws -> Duration {
        let registry = try await Registry<String, ProcessRef<Int>>.startLink(keys: .duplicate)
        let ready = AsyncStream.makeStream(of: Void.self)
        let subscribers = (0..<1000).map { _ in
            spawn(Int.self) { inbox in
                try registry.register("news", inbox.ref)
                ready.continuation.yield()
                for _ in 0..<count { _ = try await inbox.receive() }
            }
        }
        var waiting = subscribers.count
        for await _ in ready.stream {
            waiting -= 1
            if waiting == 0 { break }
        }
        let time = await ContinuousClock().measure {
            for number in 0..<count {
                registry.dispatch("news") { entries in
                    for entry in entries { entry.value.send(number) }
                }
            }
            for subscriber in subscribers { _ = await subscriber.id.exitReason() }
        }
        try await registry.stop()
        return time
    }

    // MARK: - Two threads

    private static func twoThreads() async throws -> Double {
        let (registry, keys) = try await makeRooms()
        let share = try await compareTwoThreads(registry, keys)
        try await registry.stop()
        return share
    }

    private static func twoThreadsOneKey() async throws -> Double {
        let (registry, _) = try await makeRooms()
        let share = try await compareTwoThreads(registry, ["room 7"])
        try await registry.stop()
        return share
    }

    /// The time for a lookup when two threads do it, as a share of that when one does; the median of several tries.
    private static func compareTwoThreads(_ registry: Registry<String, Int>, _ keys: [String]) async throws -> Double {
        let count = 1_000_000
        var shares: [Double] = []
        for _ in 0..<9 {
            let alone = await runInProcesses(1) { _ = measureLookups(registry, keys, count) }
            let together = await runInProcesses(2) { _ = measureLookups(registry, keys, count) }
            shares.append(together / alone / 2)
        }
        return shares.sorted()[shares.count / 2]
    }

    private static func runInProcesses(_ count: Int, _ body: @escaping @Sendable () -> Void) async -> Duration {
        await ContinuousClock().measure {
            let processes = (0..<count).map { _ in spawn { _ in body() } }
            for process in processes { _ = await process.id.exitReason() }
        }
    }
}
