public import Applications
public import NodeConfiguration
import Posix
import Synchronization

/// The running node, as its own code sees it.
public enum Node {
    /// The name of the release; outside of one, that of the program.
    public static var name: String { current.withLock(\.name) }

    /// The version of the release; empty outside of one.
    public static var version: String { current.withLock(\.version) }

    /// The directory of the release; `nil` outside of one.
    public static var root: String? { current.withLock(\.root) }

    /// Where the node is between start and end.
    public static var state: State { current.withLock(\.state) }

    /// The arguments that follow the expression of `eval`; those of the evaluation for `rpc`.
    public static var arguments: [String] { evaluationArguments ?? current.withLock(\.arguments) }

    /// The secret shared by the nodes that may talk to each other; `nil` when there is none.
    public static var cookie: String? { current.withLock(\.cookie) }

    /// The configuration; empty until it is loaded, which is before anything is started or evaluated by `eval`.
    ///
    /// Applications are handed theirs when they start. One-off tasks, for which nothing is started, ask here.
    public static var configuration: Configuration {
        let facts = current.withLock { $0 }
        return facts.applications?.configuration ?? facts.configuration
    }

    /// The applications of the node: what runs, and how to start and stop more; an error until the configuration is
    /// loaded, which is before anything is started.
    public static var applications: ApplicationController {
        get throws {
            guard let applications = current.withLock(\.applications) else { throw NodeNotLoaded() }
            return applications
        }
    }

    /// The directory of a release that belongs to the program of an application, `lib/APP-VERSION`, or what lies below
    /// it at `path`; outside of a release, the directory of the program.
    ///
    /// Resource bundles lie beside the program, in `bin`. All applications of a program share its directory.
    public static func directory(of application: String, _ path: String...) throws -> String {
        let applications = try applications
        _ = try applications.checkedSpecification(of: application)
        return ([ProgramDirectory.find(root: root)] + path).joined(separator: "/")
    }

    /// Ends the evaluation that calls this with a status of the caller's command.
    ///
    /// It throws, so that the code above it can clean up; in other code, `ExitStatus` is an error like any.
    public static func exit(_ status: Int32) throws -> Never {
        throw ExitStatus(status)
    }

    /// Stops the node in good order, as TERM does, and ends the process with `status`.
    ///
    /// It returns at once. Where no node is running, as in `eval`, it does nothing.
    public static func stop(_ status: Int32 = 0) {
        current.withLock(\.stop)?(status & 0xff)
    }

    /// Ends the process at once with `status`: no application is stopped, and nothing is tidied up.
    public static func halt(_ status: Int32 = 0) -> Never {
        CurrentProcess.exitImmediately(status & 0xff)
    }

    /// What the node knows about itself.
    struct Facts: Sendable {
        var name = ""
        var version = ""
        var root: String?
        var state = State.loaded
        var arguments: [String] = []
        var cookie: String?
        var configuration = Configuration()
        var applications: ApplicationController?
        var stop: (@Sendable (Int32) -> Void)?
    }

    /// The arguments of the evaluation that the task belongs to.
    @TaskLocal static var evaluationArguments: [String]?

    // There is one node in a process, and its code must be able to ask without being handed anything.
    private static let current = Mutex(Facts())

    static func update(_ change: (inout Facts) -> Void) {
        current.withLock { change(&$0) }
    }

    /// Where a node is between start and end.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Configuration is loaded and nothing is started, as for `eval`.
        case loaded
        /// Applications are starting.
        case booting
        /// All applications have started.
        case running
        /// Applications are stopping.
        case stopping
    }
}
