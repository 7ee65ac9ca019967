import Boot
import Glibc

/// The to-do system as an application: its settings, what it starts, and what `rpc` and `eval` may call.
struct TodoApplication: Application {
    static let name = "todo"
    static let version = "0.1.0"
    static let configuration: [any ConfigurationKeyDeclaration] = [folder, workers, address, port, token]

    /// Where entries are kept; without it, or empty, `persist` in the node's `RELEASE_TMP`, or in the working directory.
    static let folder = ConfigurationKey<String>("todo.folder")
    /// How many files are written at the same time.
    static let workers = ConfigurationKey<Int>("todo.workers", default: 3)
    /// The IP address to serve HTTP on.
    static let address = ConfigurationKey<String>("todo.address", default: "127.0.0.1")
    /// The port to serve HTTP on; 0 takes any free one, which the log tells.
    static let port = ConfigurationKey<Int>("todo.port", default: 5454)
    /// What a client must show to add entries; without it, or empty, anybody who reaches the port may.
    static let token = ConfigurationKey<String>("todo.api_token", secret: true)

    static func start(_ context: ApplicationContext) async throws -> any Service {
        let configuration = context.configuration
        let settings = try StorageSettings(configuration)
        let system = try TodoSystem.open(settings)
        let interface = TodoInterface(system: system, token: try configuration.getUnlessEmpty(token))
        let address = try configuration.get(address)
        let server = try HTTPServer(
            address: address,
            port: configuration.get(port),
            handler: interface.answer
        )
        context.log.info("keeping lists in \(settings.folder.path)")
        context.log.info("listening on \(address):\(server.port)")
        return TodoService(server: server)
    }

    static func exports(_ exports: inout Exports) {
        exports.add("add(list:date:title:)", Todo.add(list:date:title:))
        exports.add("entries(list:date:)", Todo.entries(list:date:))
        exports.add("entries(list:)", Todo.entries(list:))
        exports.add("lists()", Todo.lists)
        exports.add("purge(before:)", Todo.purge(before:))
    }
}

/// Serves HTTP until the node stops.
struct TodoService: Service {
    let server: HTTPServer

    func run() async throws {
        try await server.waitUntilStopped()
    }

    func stop() async {
        server.stop()
    }
}

extension StorageSettings {
    init(_ configuration: Configuration) throws {
        let workers = try configuration.get(TodoApplication.workers)
        guard (1...64).contains(workers) else {
            throw TodoError.badSetting(key: "todo.workers", value: "\(workers)", expected: "1 to 64")
        }
        let path = try configuration.getUnlessEmpty(TodoApplication.folder) ?? Self.defaultPath
        self.init(folder: StorageFolder(path: path), workers: workers)
    }

    private static var defaultPath: String {
        getenv("RELEASE_TMP").map { String(cString: $0) + "/persist" } ?? "persist"
    }
}

extension Configuration {
    /// The text of a key; empty, as an unset variable leaves it, counts as not set.
    fileprivate func getUnlessEmpty(_ key: ConfigurationKey<String>) throws -> String? {
        let text = try getIfSet(key)
        return text == "" ? nil : text
    }
}
