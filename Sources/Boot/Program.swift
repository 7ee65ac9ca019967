public import Applications
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
}

extension Program {
    /// Does what `RELEASE_COMMAND` says: `describe`, `eval`, or else starts the applications and runs until stopped.
    ///
    /// It never returns. No code of the applications runs on the main thread, except what asks for the main actor.
    public static func main() {
        FileDescriptor.replaceClosedStandard()
        let environment = Environment.snapshot()
        switch environment["RELEASE_COMMAND"] {
        case "describe":
            DescribeCommand.run(applications)
        case "eval":
            EvalCommand.run(applications, environment: environment, arguments: Array(CommandLine.arguments.dropFirst()))
        default:
            BootCommand.run(applications, environment: environment)
        }
    }
}

/// The name this program was started under, without its directory.
enum ProgramName {
    static var current: String {
        let path = CommandLine.arguments.first ?? "program"
        return path.split(separator: "/").last.map(String.init) ?? path
    }
}
