import Boot
import ConfigurationYAML
import HostSystem
import TestSupport
import Testing

// snippet.keys
enum Shop {
    static let port = ConfigurationKey<Int>("shop.http.port", default: 8080)
    static let hosts = ConfigurationKey<[String]>("shop.hosts", default: [])
    static let token = ConfigurationKey<String>("shop.api_token", secret: true)
    static let workers = ConfigurationKey<Int>("shop.workers", default: 2, fixed: true)
}
// snippet.end

// snippet.settings
struct ShopSettings: Decodable {
    struct HTTP: Decodable {
        var port: Int
        var timeout: Double?
    }

    var http: HTTP
    var hosts: [String]
}
// snippet.end

// snippet.reload
struct PriceList {
    static let currency = ConfigurationKey<String>("prices.currency", default: "EUR")
    static let discount = ConfigurationKey<Int>("prices.discount", default: 0)

    private(set) var text = ""

    mutating func configurationChanged(_ change: ConfigurationChange) throws {
        guard change.concerns(Self.currency) || change.concerns(Self.discount) else { return }
        let discount = try change.configuration.get(Self.discount)
        guard discount < 100 else { throw PriceError.nothingLeft }
        text = "\(try change.configuration.get(Self.currency)) less \(discount) %"
    }

    enum PriceError: Error { case nothingLeft }
}
// snippet.end

@Suite("The examples about configuration")
struct ConfigurationExamples {
    private let configuration = Configuration([
        "shop": .table([
            "http": .table(["port": .string("8443")]), "hosts": .list([.string("shop.example.org")]),
            "api_token": .string("hunter2"),
        ])
    ])

    @Test("read keys with their types and defaults")
    func keys() throws {
        // snippet.get
        let port = try configuration.get(Shop.port)
        let token = try configuration.getIfSet(Shop.token)
        // snippet.end
        #expect(port == 8443 && token == "hunter2")
        #expect(try configuration.get(Shop.workers) == 2 && Shop.workers.isFixed)
        #expect(try configuration.get(Shop.hosts) == ["shop.example.org"])
    }

    @Test("read a table as a type")
    func settings() throws {
        // snippet.decode
        let settings = try configuration.decode(ShopSettings.self, at: "shop")
        // snippet.end
        #expect(settings.http.port == 8443 && settings.http.timeout == nil && settings.hosts.count == 1)
    }

    @Test("take over what a reload changes")
    func reload() throws {
        var list = PriceList()
        let (former, next) = (Configuration(), Configuration(["prices": .table(["discount": .int(20)])]))
        try list.configurationChanged(ConfigurationChange(of: "prices", from: former, to: next))
        #expect(list.text == "EUR less 20 %")
        let absurd = Configuration(["prices": .table(["discount": .int(100)])])
        #expect(throws: PriceList.PriceError.self) {
            try list.configurationChanged(ConfigurationChange(of: "prices", from: next, to: absurd))
        }
    }

    @Test("are files that can be read", arguments: ["yaml", "json5"])
    func files(language: String) throws {
        let path = "\(BuiltProducts.packageRoot())/Sources/Boot/Boot.docc/ConfiguringANode.md"
        let parts = try FileTree.readText(path).split(separator: "```\(language)\n").dropFirst()
        #expect(!parts.isEmpty)
        let directory = try TemporaryDirectory()
        try directory.write("{}", to: "prod.yaml")
        try directory.write("{}", to: "prod.json5")
        let reader = ConfigurationReader(
            formats: [language == "yaml" ? .yaml : .json5],
            variables: ["API_TOKEN": "x"],
            environmentName: "prod"
        )
        for part in parts {
            let text = try #require(part.split(separator: "```", maxSplits: 1).first)
            let configuration = try reader.evaluate(String(text), as: directory.path("config"))
            #expect(configuration["shop.http"] != nil)
        }
    }
}
