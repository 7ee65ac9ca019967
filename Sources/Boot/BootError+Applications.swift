import Applications
import ControlProtocol

extension ApplicationCatalog {
    /// The catalog of these applications, with errors as a boot reports them.
    static func make(
        _ applications: [any Application.Type],
        types: [String: StartType] = [:]
    ) throws(BootError) -> ApplicationCatalog {
        do {
            return try ApplicationCatalog(applications, types: types)
        } catch {
            throw .applications("\(error)")
        }
    }
}

extension ApplicationError {
    /// The exit status of a node that cannot start because of this.
    var exitCode: Int32 {
        switch self {
        case .malformedName, .duplicateName, .cycle, .unknown, .dependencyNotStarted, .exports, .configuration,
            .configurationRefused, .configurationLate:
            ExitCode.configuration.rawValue
        case .startFailed, .phaseFailed, .startAbandoned, .endedDuringStart, .stopping, .notRunning, .alreadyStarted,
            .dependencyNotRunning, .alreadyLoaded, .notLoaded, .stillRunning, .typeDoesNotStart, .notConfigured,
            .neitherLoadedNorConfigured, .putTwice:
            ExitCode.failed.rawValue
        }
    }
}
