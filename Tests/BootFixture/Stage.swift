import Boot
import Glibc
import Synchronization

/// Says what happens to an application, in lines that a test reads.
enum Stage {
    /// What the environment asks of an application: `FIXTURE_SHOP=…`.
    static func wish(_ name: String) -> String? {
        getenv("FIXTURE_\(name.uppercased())").map { String(cString: $0) }
    }

    /// Starts the way the environment asks: `FIXTURE_STORE=slow`, `hang`, `fail` or `block`.
    static func start(_ name: String) async throws {
        say("\(name) starting")
        switch wish(name) {
        case "slow": try await Task.sleep(for: .milliseconds(20))  // so that it is caught in the act
        case "hang": try await Task.sleep(for: .seconds(3600))  // ends by cancellation alone
        case "block": while true { sleep(3600) }  // what nothing can interrupt
        case "fail": throw ShopError(reason: "\(name) is closed")
        default: break
        }
        say("\(name) started")
    }

    /// Writes a line at once, past every buffer.
    static func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    }
}

/// Runs until it is stopped, and says so.
struct StagedService: Service {
    let name: String
    private let idle = IdleService()

    init(name: String) {
        self.name = name
    }

    func run() async throws {
        switch Stage.wish(name) {
        case "brief": return Stage.say("\(name) ended")
        case "broken": throw ShopError(reason: "\(name) is broken")
        default: break
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await idle.run() }
            if name == "shop" { group.addTask { try await Mischief.waitForEnd() } }
            try await group.next()
            group.cancelAll()
        }
        if Stage.wish("stop") == "hang", name == "store" {
            while true { sleep(3600) }  // what nothing can interrupt
        }
        Stage.say("\(name) stopped")
    }

    func stop() async {
        Stage.say("\(name) stopping")
        if name == "shop" { Mischief.noteStop() }
        // Then only its cancellation ends it.
        if Stage.wish("stop") == "late", name == "shop" { return }
        await idle.stop()
    }
}

/// What goes wrong on request.
enum Mischief {
    private static let (ends, endsInput) = AsyncThrowingStream<Void, any Error>.makeStream()

    /// Blocks every thread of the task pool.
    static func wedge() {
        for _ in 0..<64 {
            Task { while true { sleep(3600) } }  // blocks a thread of the pool, which is the point
        }
    }

    /// Ends the process with an address of `secret` in a register.
    static func crash(with secret: String) {
        secret.withCString { write(toNowhere: $0) }
    }

    @inline(never)
    private static func write(toNowhere pointer: UnsafePointer<CChar>) {
        UnsafeMutablePointer<CChar>(bitPattern: 8)?.pointee = pointer.pointee
    }

    /// Never returns, and looks at nothing.
    static func block() {
        Stage.say("blocking")
        while true { sleep(3600) }  // what nothing can interrupt
    }

    private static let (stops, stopsInput) = AsyncStream<Void>.makeStream()

    /// Lets go of who waits for the shop's stop.
    static func noteStop() {
        stopsInput.finish()
    }

    static func waitForStop() async {
        for await _ in stops {}
    }

    /// Ends the service of the shop by itself.
    static func end() {
        endsInput.yield()
    }

    /// Lets the service of the shop throw.
    static func burn() {
        endsInput.finish(throwing: ShopError(reason: "burnt down"))
    }

    static func waitForEnd() async throws {
        for try await _ in ends { return }
    }
}
