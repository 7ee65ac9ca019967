/// How much a log entry matters, with the names and the order of swift-log.
public enum LogLevel: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Steps of the program, of use only while looking for one fault.
    case trace
    /// What a developer wants to see while working.
    case debug
    /// What an operator may want to know.
    case info
    /// Normal, and still worth a look.
    case notice
    /// Not an error yet.
    case warning
    /// Something failed; the program goes on.
    case error
    /// Something failed that needs a person at once.
    case critical

    /// Whether `left` matters less than `right`.
    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .trace: 0
        case .debug: 1
        case .info: 2
        case .notice: 3
        case .warning: 4
        case .error: 5
        case .critical: 6
        }
    }
}
