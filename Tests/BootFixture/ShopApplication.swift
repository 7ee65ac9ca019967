import Boot
import Glibc
import Processes

/// What is started last, and offers the mischief.
struct ShopApplication: Application {
    static let name = "shop"
    static let dependencies: [any Application.Type] = [StoreApplication.self]
    static let port = ConfigurationKey<Int>("shop.port", default: 8080)
    static let token = ConfigurationKey<String>("shop.token", default: "none", secret: true)
    static let motto = ConfigurationKey<String>("shop.motto", default: "")
    static let size = ConfigurationKey<Int>("shop.size", default: 1, fixed: true)
    static let author = ConfigurationKey<String>("shop.author", default: "nobody")
    static let configuration: [any ConfigurationKeyDeclaration] = [port, token, motto, size, author]

    static func start(_ context: ApplicationContext) async throws -> any Service {
        try await Stage.start(name)
        try Stage.say("port \(context.configuration.get(port))")
        if Stage.wish(name) == "tree" { return try await Clerk.tree() }
        return StagedService(name: name)
    }

    static func configurationChanged(_ change: ConfigurationChange) async throws {
        Stage.say("shop told of \((change.changed + change.added + change.removed).map(\.description).sorted())")
        guard try change.configuration.get(port) != 666 else { throw ShopError(reason: "port 666 is taken") }
    }

    static func exports(_ exports: inout Exports) {
        exports.add("sum(_:_:)") { (left: Int, right: Int) in left + right }
        exports.add("greet(name:)") { (name: String) in print("hello, \(name)") }
        exports.add("fail()") { throw ShopError(reason: "sold out") }
        exports.add("exit(_:)") { (status: Int32) in try Node.exit(status) }
        exports.add("arguments()") { Node.arguments }
        exports.add("cookie()") { Node.cookie }
        exports.add("author()") { try Node.configuration.get(author) }
        exports.add("secret()") { try Node.configuration.get(token) == "hunter2" }
        exports.add("motto()") { try Node.configuration.get(motto) }
        exports.add("variable(_:)") { (name: String) in getenv(name).map { String(cString: $0) } }
        exports.add("shout(lines:)") { (lines: Int) in
            for line in 0..<lines { print("\(line) " + String(repeating: "x", count: 1000)) }
        }
        exports.add("waitForever()") {
            print("waiting")
            try await Task.sleep(for: .seconds(3600))  // ends by cancellation alone
        }
        exports.add("spin()") {
            print("spinning")
            while !Task.isCancelled {}
        }
        exports.add("block()") { Mischief.block() }
        exports.add("wedge()") { Mischief.wedge() }
        exports.add("crash()") { try Mischief.crash(with: Node.configuration.get(token)) }
        exports.add("end()") { Mischief.end() }
        exports.add("failAtStop()") {
            await Mischief.waitForStop()
            throw ShopError(reason: "closed")
        }
        exports.add("burn()") { Mischief.burn() }
        exports.add("crashClerk()") { try await Clerk.crash() }
        exports.add("processes(_:)") { (count: Int) in Crowd.start(count) }
        exports.add("threads(_:)") { (count: Int) in try await Crowd.block(count) }
        exports.add("pile(_:)") { (count: Int) in Crowd.pile(count) }
        exports.add("halt(_:)") { (status: Int32) in Node.halt(status) }
        exports.add("directory(_:)") { (name: String) in try Node.directory(of: name) }
        exports.add("file(_:_:)") { (name: String, file: String) in try Node.directory(of: name, "data", file) }
        exports.add("level()") { StandardErrorSink.standard.level.rawValue }
        exports.add("openBranch()") { try await Branch.open() }
        exports.add("keepBranch()") {
            try await Branch.open()
            print("open")
            try await ProcessContext.current?.sleep()
        }
        exports.add("branchEnd()") { await Branch.end() }
        exports.add("mainActor()") { await MainActor.run { pthread_self() == pthread_self() } }
    }
}

/// The shop cannot do it.
struct ShopError: Error, CustomStringConvertible {
    let reason: String

    var description: String { reason }
}
