package import NodeConfiguration
package import NodeLogging
import Synchronization

/// Starts and stops the applications of a node in the order of their dependencies.
///
/// It may be used from any thread, and what only asks is answered without waiting for anything. What starts or stops
/// applications is carried out one after the other, only the stop of the node interrupts what starts: code that an
/// application starts with must not wait for another start or stop.
public final class ApplicationController: Sendable {
    package let catalog: ApplicationCatalog
    let environment: Mutex<ApplicationEnvironment>
    let releaseVersion: String
    let log: Log
    let limits: StopLimits
    let clock: any Clock<Duration>
    let state: Mutex<ControllerState>
    let unfinishedChanges = UnfinishedChanges()
    private let lastOperation = Mutex<Task<Void, Never>?>(nil)
    private let onEnd: @Sendable (ApplicationEnd) -> Void

    /// A controller of `catalog`'s applications.
    ///
    /// `releaseVersion` is that of applications that say none. A service that was asked to stop is
    /// cancelled after `stopLimit`, and left behind after `cancellationLimit` more. `onEnd` is called once, when an application of a node that runs has ended and the node must stop.
    package init(
        _ catalog: ApplicationCatalog,
        configuration: Configuration,
        log: Log,
        releaseVersion: String = "",
        stopLimit: Duration = .seconds(15),
        cancellationLimit: Duration = .seconds(5),
        clock: any Clock<Duration> = ContinuousClock(),
        onEnd: @escaping @Sendable (ApplicationEnd) -> Void
    ) {
        var configuration = configuration
        configuration.hideSecrets(of: catalog.keys)
        self.catalog = catalog
        environment = Mutex(ApplicationEnvironment(configuration))
        self.releaseVersion = releaseVersion
        self.log = log
        limits = StopLimits(graceful: stopLimit, cancellation: cancellationLimit)
        self.clock = clock
        self.onEnd = onEnd
        state = Mutex(ControllerState(catalog.entries))
    }

    /// Whether every application that the release starts was started and the node is not stopping.
    package var isRunning: Bool {
        state.withLock { $0.phase == .running }
    }

    /// Runs `operation` when all before it are done.
    func enqueue<Outcome: Sendable>(_ operation: @escaping @Sendable () async -> Outcome) async -> Outcome {
        let task = lastOperation.withLock { last in
            let previous = last
            // Detached, because an operation is carried out to its end whatever becomes of who asked for it.
            let task = Task.detached {
                await previous?.value
                return await operation()
            }
            // Detached for the same reason; it only forgets the outcome.
            last = Task.detached { _ = await task.value }
            return task
        }
        return await task.value
    }

    /// Takes note that a service ended, and does what its start type wants.
    func ended(_ application: RunningApplication, error: (any Error)?) {
        let (action, interrupts) = state.withLock { ($0.ended(application, error: error), $0.interrupts) }
        switch action {
        case .ignore:
            break
        case .log(let end):
            logEnd(end)
        case .failStart(let end):
            logEnd(end)
            for interrupt in interrupts.values { interrupt() }
        case .report(let end):
            logEnd(end)
            onEnd(end)
        }
    }

    private func logEnd(_ end: ApplicationEnd) {
        let level: LogLevel = end.stopsNode ? .critical : end.error == nil ? .notice : .error
        log.log(level, end.description)
    }
}
