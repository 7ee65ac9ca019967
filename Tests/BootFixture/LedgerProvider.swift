import Boot
import Glibc

/// A provider that says when it loads, and does on demand what providers should not.
struct LedgerProvider: ConfigurationProvider {
    struct Options: Decodable {
        var motto: String
    }

    static let name = "ledger"
    private let motto: String

    init(options: Options) throws {
        guard !options.motto.isEmpty else { throw ShopError(reason: "the motto is empty") }
        motto = options.motto
    }

    func load(over configuration: Configuration) async throws -> Configuration {
        let size = configuration["shop.size"].map { "\($0)" } ?? "none"
        Stage.say("ledger loads over size \(size)")
        var configuration = configuration
        switch getenv("FIXTURE_LEDGER").map({ String(cString: $0) }) {
        case "fail": throw ShopError(reason: "no answer about \(configuration["shop.token"]?.description ?? "nobody")")
        case "block": while true { sleep(3600) }  // what nothing can interrupt
        case "resize": configuration.set(.int(9), at: "shop.size")
        case "main": await MainActor.run { configuration.set(.string("main actor"), at: "shop.author") }
        default: break
        }
        configuration.set(.string(motto), at: "shop.motto")
        return configuration
    }
}
