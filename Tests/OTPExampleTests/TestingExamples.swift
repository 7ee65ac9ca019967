import OTP
import ProcessTesting
import Testing

// snippet.kettle
struct Kettle: GenServer {
    static func initialize(_: Void, _ context: Context<Kettle>) -> Kettle? {
        Kettle()
    }

    struct Boil: AsyncServerCall {
        func handle(_ kettle: inout Kettle, _ context: Context<Kettle>) async throws -> Int {
            try await ProcessContext.current?.sleep(for: .seconds(180))
            return 100
        }
    }
}
// snippet.end

@Suite("A kettle", .timeLimit(.minutes(1)))
struct KettleExamples {
    // snippet.boil
    @Test("takes three minutes, and whoever comes meanwhile waits")
    func boil() async throws {
        try await withTestWorld { world in
            let kettle = try await Kettle.startLink()
            async let first = kettle.call(Kettle.Boil(), timeout: nil)
            await world.timers(reach: 1)
            async let second = kettle.call(Kettle.Boil(), timeout: nil)
            await world.waitForMail(containing: "Boil", in: kettle.id)
            await world.advance(by: .seconds(180))
            #expect(try await first == 100)
            await world.advance(by: .seconds(180))
            #expect(try await second == 100)
        }
    }
    // snippet.end
}

@Suite("A store that is used now and then", .timeLimit(.minutes(1)))
struct TestingExamples {
    // snippet.idle
    @Test("goes away when nobody used it for a minute")
    func idle() async throws {
        try await withTestWorld { world in
            let store = try await Store.startLink { ["answer": 42] }
            _ = try await store.call(Store.Get(key: "answer"))
            await world.advance(by: .seconds(60))
            #expect(await store.id.exitReason() == .normal)
        }
    }
    // snippet.end

    // snippet.report
    @Test("tells in the log who died, and of what")
    func report() async throws {
        try await withTestWorld { world in
            let store = try await Store.start { throw Unknown(name: "disk") }
            _ = await store.id.exitReason()
            let entry = world.log.entries(.error).first
            #expect(entry?.message == "Store \(store.id) ended: failed: Unknown(name: \"disk\")")
        }
    }
    // snippet.end

    // snippet.probe
    @Test("starts again after a failure")
    func restart() async throws {
        try await withTestWorld { _ in
            let starts = Probe<ProcessID>()
            let top = try await Supervisor.startLink(.oneForOne) {
                ChildSpec(id: "store") {
                    let store = try await Store.startLink { [:] }
                    starts.record(store.id)
                    return store
                }
            }
            try await starts.next().exit(.failed(Unknown(name: "disk")))
            #expect(try await starts.next().isAlive)
            try await top.stop()
        }
    }
    // snippet.end
}
