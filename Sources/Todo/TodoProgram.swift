import Boot

@main
struct TodoProgram: Program {
    static let applications: [any Application.Type] = [TodoApplication.self]
}
