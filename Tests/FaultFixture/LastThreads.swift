import Glibc
import OTP

/// Starts more processes with threads of their own than the system has threads for, and prints how many work.
enum LastThreads {
    private struct Echo: GenServer, Sendable {
        struct Ask: ServerCall {
            func handle(_ echo: inout Echo, _ context: Context<Echo>) -> String? {
                readLink("/proc/thread-self")
            }
        }
    }

    /// Runs as a process to the end of the program: Swift's own pool, when it cannot have a thread, tries for ever.
    static func run() async throws {
        let running = spawn { _ in
            try await exhaust()
            exit(0)
        }
        print(await running.id.exitReason() ?? .noProcess)
    }

    private static func exhaust() async throws {
        // The pool has a thread before there are no more: this one.
        limitAddressSpace(to: 512 << 20)
        let options = ServerOptions(process: ProcessOptions(executor: .dedicatedThread))
        var servers: [ServerRef<Echo>] = []
        for _ in 0..<300 { servers.append(try await Echo.start(Echo(), options: options)) }
        var threads: Set<String> = []
        var answers = 0
        for server in servers {
            if let thread = try await server.call(Echo.Ask()) { threads.insert(thread) }
            answers += 1
        }
        print("answers \(answers)")
        print("threads \(threads.count)")
        // A supervisor, too, does without.
        let supervisor = try await Supervisor.startLink(.oneForOne) { Echo.child(Echo(), options: options) }
        try await supervisor.stop()
        for server in servers { try await server.stop() }
        // But for this one.
        print("left \(ProcessSystem.shared.count - 1)")
    }

    /// Allows so many bytes more than are mapped now: room for some stacks of threads.
    private static func limitAddressSpace(to more: UInt) {
        var pages: UInt = 0
        if let file = fopen("/proc/self/statm", "r") {
            withVaList([withUnsafeMutablePointer(to: &pages) { $0 }]) { _ = vfscanf(file, "%lu", $0) }
            fclose(file)
        }
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        limit.rlim_cur = pages * UInt(getpagesize()) + more
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    }

    private static func readLink(_ path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: 256)
        guard readlink(path, &bytes, 255) > 0 else { return nil }
        return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
