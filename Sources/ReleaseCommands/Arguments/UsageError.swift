/// How the arguments of a command are wrong, in the words Swift users know.
enum UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownCommand(String, suggestion: String?)
    case unknownOption(String, suggestion: String?)
    case missingValue(String)
    case unexpectedValue(String)
    case missingArgument(String)
    case unexpectedArguments([String])
    case badValue(String, option: String, choices: [String])
    case conflict(String, String)

    var description: String {
        switch self {
        case .unknownCommand(let name, let suggestion):
            "Unknown command '\(name)'" + (suggestion.map { ". Did you mean '\($0)'?" } ?? "")
        case .unknownOption(let name, let suggestion):
            "Unknown option '\(name)'" + (suggestion.map { ". Did you mean '\($0)'?" } ?? "")
        case .missingValue(let option): "Missing value for '\(option)'"
        case .unexpectedValue(let option): "The option '\(option)' does not take any value"
        case .missingArgument(let name): "Missing expected argument '<\(name)>'"
        case .unexpectedArguments(let arguments):
            arguments.count == 1
                ? "Unexpected argument '\(arguments[0])'"
                : "\(arguments.count) unexpected arguments: \(arguments.map { "'\($0)'" }.joined(separator: ", "))"
        case .badValue(let value, let option, let choices):
            "The value '\(value)' is invalid for '\(option)'. Please provide one of "
                + choices.map { "'\($0)'" }.joined(separator: ", ") + "."
        case .conflict(let option, let other): "The options '\(option)' and '\(other)' exclude each other"
        }
    }
}
