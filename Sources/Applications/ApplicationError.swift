public import NodeConfiguration

/// Why applications cannot be loaded, started or stopped.
public enum ApplicationError: Error, Sendable, CustomStringConvertible {
    /// The name of a type's application is no lowercase identifier.
    case malformedName(String, type: String)
    /// Two types give their application the same name.
    case duplicateName(String, types: [String])
    /// Applications depend on each other in a circle; the first is also the last.
    case cycle([String])
    /// No application of the program has this name.
    case unknown(String, suggestion: String)
    /// An application depends on one that is not to be started.
    case dependencyNotStarted(String, dependency: String, type: StartType)
    /// Functions cannot be exported.
    case exports(String, problems: [String])
    /// Configured values do not have the types that applications declare.
    case configuration([ConfigurationError])
    /// An application does not accept what a reload changes for it.
    case configurationRefused(String, any Error)
    /// An application took too long to accept what a reload changes for it.
    case configurationLate(String, Duration)
    /// An application could not start.
    case startFailed(String, any Error)
    /// A phase of an application's start failed.
    case phaseFailed(String, phase: String, any Error)
    /// An application was to give up starting and did not.
    case startAbandoned(String)
    /// An application ended while others were starting.
    case endedDuringStart(ApplicationEnd)
    /// The node is stopping.
    case stopping
    /// The application to stop does not run.
    case notRunning(String)
    /// The application to start runs already.
    case alreadyStarted(String)
    /// What the application to start depends on does not run.
    case dependencyNotRunning(String, dependency: String)
    /// The application to load is loaded.
    case alreadyLoaded(String)
    /// The application to unload is not loaded.
    case notLoaded(String)
    /// The application to unload runs.
    case stillRunning(String)
    /// An application is to be started with a type that means not to start it.
    case typeDoesNotStart(String, StartType)
    /// Nothing is configured at a path.
    case notConfigured(ConfigurationPath)
    /// Nothing is configured at a path, and its application is not even known.
    case neitherLoadedNorConfigured(ConfigurationPath)
    /// Values were put twice at the same paths.
    case putTwice([ConfigurationPath])

    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .malformedName(let name, let type):
            "\(type) has the application name '\(name)'; use lowercase letters, digits and '_', a letter first"
        case .duplicateName(let name, let types):
            "\(types.joined(separator: " and ")) have the same application name '\(name)'; rename one"
        case .cycle(let names):
            "applications depend on each other: \(names.joined(separator: " needs "))"
        case .unknown(let name, let suggestion):
            "the program has no application '\(name)'\(suggestion)"
        case .dependencyNotStarted(let name, let dependency, let type):
            "application '\(name)' needs '\(dependency)', which the release does not start (its type is \(type.rawValue))"
        case .exports(let name, let problems):
            problems.map { "application '\(name)': \($0)" }.joined(separator: "\n")
        case .configuration(let problems):
            problems.map(\.description).joined(separator: "\n")
        case .configurationRefused(let name, let error):
            "application '\(name)' refuses the new configuration: \(error); the former one stays in force"
        case .configurationLate(let name, let limit):
            "application '\(name)' did not take the new configuration within \(limit); the former one stays in force"
        case .startFailed(let name, let error):
            "application '\(name)' could not start: \(error)"
        case .phaseFailed(let name, let phase, let error):
            "application '\(name)' could not start: its start phase '\(phase)' failed: \(error)"
        case .startAbandoned(let name):
            "application '\(name)' went on starting after it was told to give up"
        case .endedDuringStart(let end):
            "the node cannot start: \(end)"
        case .stopping:
            "the node is stopping"
        case .notRunning(let name):
            "application '\(name)' is not running"
        case .alreadyStarted(let name):
            "application '\(name)' is running already"
        case .dependencyNotRunning(let name, let dependency):
            "application '\(name)' needs '\(dependency)', which is not running; start that first, or ensure that all start"
        case .alreadyLoaded(let name):
            "application '\(name)' is loaded already"
        case .notLoaded(let name):
            "application '\(name)' is not loaded"
        case .stillRunning(let name):
            "application '\(name)' is running; stop it before it is unloaded"
        case .typeDoesNotStart(let name, let type):
            "application '\(name)' cannot be started as \(type.rawValue); use permanent, transient or temporary"
        case .notConfigured(let path):
            "nothing is configured at \(path)"
        case .neitherLoadedNorConfigured(let path):
            "nothing is configured at \(path): application '\(path.components.first ?? "")' is neither loaded nor configured"
        case .putTwice(let paths):
            "the same key is put twice: \(paths.map(\.description).joined(separator: ", "))"
        }
    }
}
