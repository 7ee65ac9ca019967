public import Applications
public import ConfigurationProviders
import Posix

/// A program that can be released: it starts, describes itself and evaluates as the release asks.
///
///     @main
///     struct TodoProgram: Program {
///         static let applications: [any Application.Type] = [TodoApplication.self]
///     }
public protocol Program: SendableMetatype {
    /// The applications to start; those they depend on come by themselves.
    static var applications: [any Application.Type] { get }
    /// The program's own kinds of configuration providers, which `rel/Release.swift` refers to by name.
    static var configurationProviders: [any ConfigurationProvider.Type] { get }
}

extension Program {
    /// None.
    public static var configurationProviders: [any ConfigurationProvider.Type] { [] }

    /// Does what `RELEASE_COMMAND` says: `describe`, `eval`, or else starts the applications and runs until stopped.
    ///
    /// It never returns. No code of the applications runs on the main thread, except what asks for the main actor.
    public static func main() {
        FileDescriptor.replaceClosedStandard()
        let environment = Environment.snapshot()
        let program = ProgramParts(applications: applications, providers: configurationProviders)
        switch environment["RELEASE_COMMAND"] {
        case "describe":
            DescribeCommand.run(applications, providers: configurationProviders, environment: environment)
        case "eval":
            let arguments = Array(CommandLine.arguments.dropFirst())
            EvalCommand.run(program, environment: environment, arguments: arguments)
        default:
            BootCommand.run(program, environment: environment)
        }
    }
}

/// What a program is made of.
struct ProgramParts: Sendable {
    var applications: [any Application.Type]
    var providers: [any ConfigurationProvider.Type]
}

/// The name this program was started under, without its directory.
enum ProgramName {
    static var current: String {
        let path = CommandLine.arguments.first ?? "program"
        return path.split(separator: "/").last.map(String.init) ?? path
    }
}
