import Boot
import Glibc
import OTP

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
    /// What a client must show to change anything; without it, or empty, anybody who reaches the port may.
    static let token = ConfigurationKey<String>("todo.api_token", secret: true)

    static func start(_ context: ApplicationContext) async throws -> any Service {
        let storage = try StorageSettings(context.configuration)
        let http = try HTTPListener.Settings(context)
        try storage.folder.create()
        context.log.info("keeping lists in \(storage.folder.path)")
        return try await Supervisor.startLink(.restForOne, name: TodoSystem.name) {
            TodoSystem.children(storage)
            HTTPListener.child(http, name: HTTPListener.name, options: HTTPListener.options)
        }
    }

    /// Takes over another token; everything else is settled when the node starts.
    static func configurationChanged(_ change: ConfigurationChange) async throws {
        let settled: [any ConfigurationKeyDeclaration] = [folder, workers, address, port]
        for key in settled where change.concerns(key) { throw TodoError.needsRestart(key: "\(key.path)") }
        try await HTTPListener.name.call(HTTPListener.ChangeToken(token: change.configuration.apiToken))
    }

    static func exports(_ exports: inout Exports) {
        exports.add("add(list:date:title:)", Todo.add(list:date:title:))
        exports.add("entries(list:date:)", Todo.entries(list:date:))
        exports.add("entries(list:)", Todo.entries(list:))
        exports.add("lists()", Todo.lists)
        exports.add("servers()", Todo.servers)
        exports.add("purge(before:)", Todo.purge(before:))
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

extension HTTPListener.Settings {
    fileprivate init(_ context: ApplicationContext) throws {
        let configuration = context.configuration
        self.init(
            address: try configuration.get(TodoApplication.address),
            port: try configuration.get(TodoApplication.port),
            interface: TodoInterface(token: try configuration.apiToken),
            log: context.log
        )
    }
}

extension Configuration {
    fileprivate var apiToken: APIToken? {
        get throws { try getUnlessEmpty(TodoApplication.token).map(APIToken.init) }
    }

    /// The text of a key; empty, as an unset variable leaves it, counts as not set.
    fileprivate func getUnlessEmpty(_ key: ConfigurationKey<String>) throws -> String? {
        let text = try getIfSet(key)
        return text == "" ? nil : text
    }
}
