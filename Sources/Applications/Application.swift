public import Expressions
public import NodeConfiguration

/// A part of a program that is configured, started and stopped as one.
///
///     struct TodoApplication: Application {
///         static let name = "todo"
///         static let port = ConfigurationKey<Int>("todo.port", default: 5454)
///         static let configuration: [any ConfigurationKeyDeclaration] = [port]
///
///         static func start(_ context: ApplicationContext) async throws -> any Service {
///             try await HTTPServer(port: context.configuration.get(port))
///         }
///     }
///
/// What `start` returns may be a supervisor: then the application ends with its tree. Where something made by the start
/// is needed when the application stops, `startWithState` takes the place of `start`.
public protocol Application: SendableMetatype {
    /// What the start keeps for the stop; nothing unless `startWithState` is written.
    associatedtype State: Sendable = Void

    /// The name, a lowercase identifier; also the name of its table in the configuration.
    static var name: String { get }
    /// The version; empty for that of the release.
    static var version: String { get }
    /// What it is for, in a few words; empty unless given.
    static var summary: String { get }
    /// What must run before this can start.
    static var dependencies: [any Application.Type] { get }
    /// The names of what must run before this can start, if the program has it.
    static var optionalDependencies: [String] { get }
    /// The keys it reads, so that types and spelling can be checked before anything starts.
    static var configuration: [any ConfigurationKeyDeclaration] { get }
    /// The name that its exported functions stand under; by default its name in upper camel case.
    static var exportName: String { get }
    /// The Swift modules whose types belong to it; by default the one that its own type is in.
    static var modules: [String] { get }
    /// What `startPhase` is called with, in order, once the service runs.
    static var startPhases: [String] { get }

    /// Makes the service of this application; it counts as started when this returns and all start phases are through.
    ///
    /// It runs as a process: what it starts linked is ended when the start fails, and when the application ends.
    static func start(_ context: ApplicationContext) async throws -> any Service

    /// Makes the service, and what `prepareToStop` and `stopped` are given.
    static func startWithState(_ context: ApplicationContext) async throws -> (service: any Service, state: State)

    /// Does one phase of the start, while the service runs already; throws to make the start fail.
    static func startPhase(_ phase: String, _ context: ApplicationContext) async throws

    /// Gets ready for the stop, while everything still runs; what it returns is given to `stopped`.
    ///
    /// It is not called when the application ends by itself.
    static func prepareToStop(_ state: State) async -> State

    /// Tidies up after the end, by itself or on demand, when the service has returned.
    static func stopped(_ state: State) async

    /// Takes over what a reload changes for this application, or throws to refuse the whole reload.
    ///
    /// It is called while the application runs, once for a reload; when another application refuses after this one, it
    /// is called again with the way back. It may take as long as a stop may, 15 seconds unless set otherwise; later it
    /// is cancelled, and counts as having refused.
    static func configurationChanged(_ change: ConfigurationChange) async throws

    /// Adds the functions that `rpc`, `eval` and `remote` may call.
    static func exports(_ exports: inout Exports)
}

extension Application {
    /// The version of the release.
    public static var version: String { "" }
    /// Nothing.
    public static var summary: String { "" }
    /// None.
    public static var dependencies: [any Application.Type] { [] }
    /// None.
    public static var optionalDependencies: [String] { [] }
    /// None.
    public static var configuration: [any ConfigurationKeyDeclaration] { [] }
    /// The name in upper camel case: `MailQueue` for `mail_queue`.
    public static var exportName: String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The module of the application's type.
    public static var modules: [String] {
        String(reflecting: Self.self).split(separator: ".").first.map { [String($0)] } ?? []
    }
    /// None.
    public static var startPhases: [String] { [] }

    /// Starts nothing: an application may consist of exports, configuration and dependencies alone.
    public static func start(_ context: ApplicationContext) async throws -> any Service {
        IdleService()
    }

    /// Accepts and does nothing: what was read when the application started stays in force until it starts again.
    public static func configurationChanged(_ change: ConfigurationChange) async throws {}

    /// Does nothing.
    public static func startPhase(_ phase: String, _ context: ApplicationContext) async throws {}

    /// Returns the state as it is.
    public static func prepareToStop(_ state: State) async -> State { state }

    /// Does nothing.
    public static func stopped(_ state: State) async {}

    /// Adds nothing.
    public static func exports(_ exports: inout Exports) {}
}

extension Application where State == Void {
    /// The service of `start`, and no state.
    public static func startWithState(
        _ context: ApplicationContext
    ) async throws -> (service: any Service, state: Void) {
        (try await start(context), ())
    }
}
