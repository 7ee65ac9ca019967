import Boot

/// A program that does on demand what makes life hard for a node.
@main
struct FixtureProgram: Program {
    static let applications: [any Application.Type] = [ShopApplication.self]
    static let configurationProviders: [any ConfigurationProvider.Type] = [LedgerProvider.self]
}
