import Boot

/// What the shop needs; it says what happens to it.
struct StoreApplication: Application {
    static let name = "store"
    static let version = "1.2.0"

    static func start(_ context: ApplicationContext) async throws -> any Service {
        try await Stage.start(name)
        return StagedService(name: name)
    }
}
