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
public protocol Application: SendableMetatype {
    /// The name, a lowercase identifier; also the name of its table in the configuration.
    static var name: String { get }
    /// The version; empty for that of the release.
    static var version: String { get }
    /// What must run before this can start.
    static var dependencies: [any Application.Type] { get }
    /// The names of what must run before this can start, if the program has it.
    static var optionalDependencies: [String] { get }
    /// The keys it reads, so that types and spelling can be checked before anything starts.
    static var configuration: [any ConfigurationKeyDeclaration] { get }
    /// The name that its exported functions stand under; by default its name in upper camel case.
    static var exportName: String { get }

    /// Makes the service of this application; it counts as started when this returns.
    static func start(_ context: ApplicationContext) async throws -> any Service

    /// Takes over what a reload changes for this application, or throws to refuse the whole reload.
    ///
    /// It is called while the application runs, once for a reload; when another application refuses after this one, it
    /// is called again with the way back.
    static func configurationChanged(_ change: ConfigurationChange) async throws

    /// Adds the functions that `rpc`, `eval` and `remote` may call.
    static func exports(_ exports: inout Exports)
}

extension Application {
    /// The version of the release.
    public static var version: String { "" }
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

    /// Starts nothing: an application may consist of exports, configuration and dependencies alone.
    public static func start(_ context: ApplicationContext) async throws -> any Service {
        IdleService()
    }

    /// Accepts and does nothing: what was read when the application started stays in force until it starts again.
    public static func configurationChanged(_ change: ConfigurationChange) async throws {}

    /// Adds nothing.
    public static func exports(_ exports: inout Exports) {}
}
