public import Processes
public import Supervision

/// Work with a type of its own, which says how it is to be a child of a supervisor.
///
///     enum WarmUp: TaskModule {
///         static let restart = ChildSpec.Restart.transient
///         static func run(_ cache: ServerName<Cache>) async throws { … }
///     }
///     try await Supervisor.startLink(.oneForOne) { WarmUp.child("cache") }
public protocol TaskModule: SendableMetatype {
    /// What it is started with.
    associatedtype Argument: Sendable

    /// Does the work.
    static func run(_ argument: Argument) async throws

    /// What a supervisor calls it; the type unless told otherwise.
    static var id: ChildID { get }
    /// When it is started again; never unless told otherwise.
    static var restart: ChildSpec.Restart { get }
    /// How it is ended; it gets five seconds unless told otherwise.
    static var shutdown: ChildSpec.Shutdown { get }

    /// Starts it, linked to the calling process; as a task unless told otherwise.
    static func startLink(_ argument: Argument) async throws -> ProcessID
}

extension TaskModule {
    /// The type.
    public static var id: ChildID { ChildID(Self.self) }
    /// Never.
    public static var restart: ChildSpec.Restart { .temporary }
    /// It gets five seconds.
    public static var shutdown: ChildSpec.Shutdown { .after(.seconds(5)) }

    /// Starts it as a task linked to the calling process.
    public static func startLink(_ argument: Argument) async throws -> ProcessID {
        SupervisedTask.startLink(function: "\(Self.self).run") { try await run(argument) }
    }

    /// A child that does this work.
    public static func child(_ argument: Argument) -> ChildSpec {
        ChildSpec(id: id, restart: restart, shutdown: shutdown) { try await startLink(argument) }
    }
}

extension TaskModule where Argument == Void {
    /// A child that does this work.
    public static func child() -> ChildSpec {
        child(())
    }
}
