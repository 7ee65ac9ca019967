package import NodeConfiguration
package import NodeLogging

/// Starts and stops the applications of a node in the order of their dependencies.
///
/// It may be used from any thread; `status` and `phase` answer without waiting for anything.
package final class ApplicationController: Sendable {
    /// A controller of `catalog`'s applications.
    ///
    /// `onEnd` is called once, when an application has ended whose end must stop the node.
    package init(
        _ catalog: ApplicationCatalog,
        configuration: Configuration,
        log: Log,
        stopLimit: Duration = .seconds(15),
        clock: any Clock<Duration> = ContinuousClock(),
        onEnd: @escaping @Sendable (ApplicationEnd) -> Void
    ) {}

    /// Starts every application that its start type wants started; stops them again when one fails.
    package func start() async throws(ApplicationError) {}

    /// Starts the named applications and what they depend on; returns those it started, in order.
    package func ensureStarted(
        _ names: [String],
        as type: StartType = .temporary
    ) async throws(ApplicationError) -> [String] { [] }

    /// Stops all applications in reverse order, also while they start; for good.
    package func stop() async {}

    /// The state of each application, in start order.
    package var status: [ApplicationStatus] { [] }
}

/// How an application ended by itself.
package struct ApplicationEnd: Sendable {
    /// Its name.
    package var name: String
    /// Its start type.
    package var type: StartType
    /// The error it ended with; `nil` when it returned.
    package var error: (any Error)?
}

/// What is known about an application.
package struct ApplicationStatus: Sendable, Hashable {
    /// Where an application is on its way.
    package enum State: String, Sendable { case loaded, starting, running, stopping, stopped, ended, failed }
    package var name: String
    package var version: String
    package var type: StartType
    package var state: State
}

/// Why applications cannot be loaded or started.
package enum ApplicationError: Error, Sendable {
    case unknown(String, known: [String])
}

/// The applications of a program in start order, checked.
package struct ApplicationCatalog: Sendable {
    /// In start order, dependencies first.
    package let applications: [any Application.Type]

    /// The given applications and all they depend on.
    ///
    /// `types` are the start types of the release; what it does not name is permanent.
    package init(_ roots: [any Application.Type], types: [String: StartType] = [:]) throws(ApplicationError) {
        applications = roots
    }
}
