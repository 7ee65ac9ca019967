import Boot

/// A program that boots and has nothing to start.
@main
struct Empty: Program {
    static let applications: [any Application.Type] = []
}
