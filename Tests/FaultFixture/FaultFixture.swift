import Glibc

/// A program that does on demand what a test program must not do to itself.
@main
enum FaultFixture {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "race": await Race.run()
        case "block": await BlockedPools.run()
        case "limits": await TaskLimits.run()
        case "threads": try await LastThreads.run()
        default:
            print("usage: FaultFixture race | block | limits | threads")
            exit(64)
        }
    }
}
