import Boot
import ConfigurationProviders
import JSONValues
import ReleaseDescription
import TestSupport
import Testing

// snippet.warehouse
struct Warehouse: ConfigurationProvider {
    struct Options: Decodable {
        var address: String
        var shelves: [String]
    }

    private let address: String
    private let shelves: [String]

    init(options: Options) throws {
        guard options.address.hasPrefix("https://") else { throw WarehouseError.address(options.address) }
        address = options.address
        shelves = options.shelves
    }

    func load(over configuration: Configuration) async throws -> Configuration {
        var configuration = configuration
        let limit = configuration["shop.limit"] ?? .int(10)
        for shelf in shelves {
            configuration.merge(try await stock(of: shelf, upTo: limit), at: ["shop", "stock", shelf])
        }
        return configuration
    }
}
// snippet.end

// snippet.error
enum WarehouseError: Error, CustomStringConvertible {
    case address(String)

    var description: String {
        switch self {
        case .address(let address): "'\(address)' is no address of a warehouse; it must begin with https://"
        }
    }
}
// snippet.end

extension Warehouse {
    /// Stands for a request over the network.
    private func stock(of shelf: String, upTo limit: ConfigurationValue) async throws -> ConfigurationValue {
        .table(["from": .string(address), "limit": limit])
    }
}

// snippet.program
struct ShopProgram: Program {
    static let applications: [any Application.Type] = []
    static let configurationProviders: [any ConfigurationProvider.Type] = [Warehouse.self]
}
// snippet.end

// snippet.token
func withToken(_ token: String, in configuration: Configuration) -> Configuration {
    var configuration = configuration
    configuration.set(.string(token), at: "shop.api_token", from: .provider("Warehouse, shelf 3"))
    configuration.hide("shop.api_token")
    return configuration
}
// snippet.end

// snippet.files
func readAll(_ paths: [String], variables: [String: String]) throws -> Configuration {
    let reader = ConfigurationReader(variables: variables, environmentName: "prod")
    return try paths.reduce(into: Configuration()) { $0.merge(try reader.read($1)) }
}
// snippet.end

@Suite("The examples about providers")
struct ProviderExamples {
    @Test("load over what is there, after their state was carried by a release")
    func load() async throws {
        // snippet.test
        let provider = try Warehouse(options: .init(address: "https://w.example.org", shelves: ["a"]))
        let loaded = try await provider.load(over: Configuration(["shop": .table(["limit": .int(3)])]))
        // snippet.end
        #expect(loaded["shop.stock.a.limit"] == .int(3))
        let state = try ProviderChain.state(
            of: "Warehouse",
            options: ["address": "https://w.example.org", "shelves": []],
            among: ShopProgram.configurationProviders
        )
        #expect(state == ["address": "https://w.example.org", "shelves": []])
        #expect(throws: WarehouseError.self) { try Warehouse(options: .init(address: "w", shelves: [])) }
    }

    @Test("say where a value is from, and hide it")
    func token() {
        let configuration = withToken("hunter2", in: Configuration())
        #expect(configuration.description == "shop.api_token = <secret>  (Warehouse, shelf 3)")
    }

    @Test("read files of their own")
    func files() throws {
        let directory = try TemporaryDirectory()
        let paths = [
            try directory.write(#"{"shop": {"a": "${A}"}}"#, to: "a.json"),
            try directory.write("{shop: {env: '${RELEASE_ENV}'}}", to: "b.json5"),
        ]
        let configuration = try readAll(paths, variables: ["A": "1"])
        #expect(configuration["shop"]?.description == #"{a: "1", env: "prod"}"#)
    }

    @Test("are listed by releases")
    func releases() {
        // snippet.supplied
        let supplied = Release(
            "shop",
            providers: [.custom("Warehouse", ["address": "https://warehouse.example.org", "shelves": ["a", "b"]])]
        )
        // snippet.end

        // snippet.release
        let shop = Release(
            "shop",
            providers: [
                .file("/etc/shop/config.json5", isOptional: true),
                .file(.variable("SHOP_HOME", "/local.yaml"), isOptional: true),
                .environment(prefix: "SHOP"),
                .secrets(.variable("CREDENTIALS_DIRECTORY"), under: "shop", isOptional: true),
                .custom("Warehouse", ["address": "https://warehouse.example.org"]),
            ],
            extraConfiguration: ["shop": ["hosts": ["shop.example.org"]]]
        )
        // snippet.end
        #expect(shop.providers.count == 5 && supplied.providers.count == 1)
        #expect(shop.providers[2] == .environment(prefix: "SHOP"))
    }

    /// What the table of the article says about variables.
    static let rows: [(variables: [String: String], prefix: String, under: String?, key: String, text: String)] = [
        (["SHOP__HTTP__PORT": "1"], "SHOP", nil, "shop.http.port", "\"1\""),
        (["SHOP__API_TOKEN": "1"], "SHOP", nil, "shop.api_token", "\"1\""),
        (["SHOP__HOSTS__0": "a", "SHOP__HOSTS__1": "b"], "SHOP", nil, "shop.hosts", #"["a", "b"]"#),
        (["WEB__PORT": "1"], "WEB", "shop.http", "shop.http.port", "\"1\""),
        (["APP__SHOP__HTTP__PORT": "1"], "APP", "", "shop.http.port", "\"1\""),
    ]

    @Test("take variables as the article says", arguments: rows)
    func variables(
        _ row: (variables: [String: String], prefix: String, under: String?, key: String, text: String)
    ) throws {
        var options: JSONObject = ["prefix": .string(row.prefix)]
        options["under"] = row.under.map { .string($0) }
        let state = try BuiltInProviders.state(of: "environment", options: .object(options))
        let configuration = try BuiltInProviders.provider("environment", state: state).load(
            over: Configuration(),
            in: ProviderSurroundings(variables: row.variables, formats: [])
        )
        #expect(configuration[ConfigurationPath(row.key)]?.description == row.text)
    }
}
