import ControlProtocol
import Posix

/// Why a node cannot start.
enum BootError: Error {
    /// An environment variable holds what it must not.
    case setting(variable: String, value: String, expected: String)
    /// `vm.args` is wrong.
    case arguments(NodeArgumentsError)
    /// A file of the release cannot be read.
    case unreadable(what: String, PosixError)
    /// A file of the release is not what it should be.
    case malformed(path: String, problem: String)
    /// The configuration is wrong; the message says where.
    case configuration(String)
    /// The applications do not fit together.
    case applications(String)
    /// The control socket cannot be opened.
    case socket(path: String, problem: String)
    /// The system refuses something every node needs.
    case system(PosixError)

    /// The exit status that says so.
    var exitCode: Int32 {
        switch self {
        case .setting, .arguments, .unreadable, .malformed, .configuration, .applications:
            ExitCode.configuration.rawValue
        case .socket, .system: ExitCode.fault.rawValue
        }
    }
}

extension BootError: CustomStringConvertible {
    var description: String {
        switch self {
        case .setting(let variable, let value, let expected):
            "\(variable) is '\(value)'; use \(expected)"
        case .arguments(let error):
            "\(error)"
        case .unreadable(let what, let error):
            "\(what) cannot be read: \(error)"
        case .malformed(let path, let problem):
            "\(path): \(problem); build the release again, or restore the file"
        case .configuration(let message), .applications(let message):
            message
        case .socket(let path, let problem):
            "the control socket \(path) cannot be opened: \(problem)"
        case .system(let error):
            "\(error)"
        }
    }
}
