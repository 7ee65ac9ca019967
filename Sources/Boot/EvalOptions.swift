import ControlProtocol

/// What stands after `eval` on the command line.
struct EvalOptions: Equatable {
    /// Where the text comes from.
    enum Source: Equatable {
        case expression(String)
        case file(String)
        case standardInput
    }

    var source: Source
    var mode = EvaluationMode.auto
    var printsJSON = false
    var limit: Duration?
    /// What follows, for the code.
    var arguments: [String] = []

    init(_ words: [String]) throws(EvalUsageError) {
        var options = Options()
        var rest = words[...]
        while let word = rest.first, word.hasPrefix("-"), word != "-" {
            rest.removeFirst()
            if word == "--" { break }
            try options.take(word, &rest)
        }
        if let source = options.source {
            self.source = source
        } else if let expression = rest.popFirst(), !expression.isEmpty {
            source = .expression(expression)
        } else {
            throw .missingExpression
        }
        (mode, printsJSON, limit) = (options.mode, options.printsJSON, options.limit)
        arguments = Array(rest)
    }

    private struct Options {
        var source: Source?
        var mode = EvaluationMode.auto
        var printsJSON = false
        var limit: Duration?

        mutating func take(_ word: String, _ rest: inout ArraySlice<String>) throws(EvalUsageError) {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch parts[0] {
            case "--json" where parts.count == 1: printsJSON = true
            case "--call" where parts.count == 1: try force(.call)
            case "--swift" where parts.count == 1: try force(.swift)
            case "--file":
                let path = try Self.value(parts, &rest)
                source = path == "-" ? .standardInput : .file(path)
            case "--timeout":
                let text = try Self.value(parts, &rest)
                guard let seconds = Double(text), seconds > 0, seconds.isFinite else { throw .badTimeout(text) }
                limit = .seconds(min(seconds, 3_000_000_000))
            default: throw .unknownOption(word)
            }
        }

        private mutating func force(_ mode: EvaluationMode) throws(EvalUsageError) {
            guard self.mode == .auto || self.mode == mode else { throw .bothWays }
            self.mode = mode
        }

        private static func value(
            _ parts: [String],
            _ rest: inout ArraySlice<String>
        ) throws(EvalUsageError) -> String {
            if parts.count == 2 { return parts[1] }
            guard let value = rest.popFirst() else { throw .missingValue(parts[0]) }
            return value
        }
    }
}

/// What is wrong with the words after `eval`.
enum EvalUsageError: Error, Equatable, CustomStringConvertible {
    case missingExpression
    case missingValue(String)
    case unknownOption(String)
    case badTimeout(String)
    case bothWays
    case unreadable(String)

    var description: String {
        switch self {
        case .missingExpression:
            "missing expression; usage: eval [--json] [--call | --swift] [--timeout SECONDS] EXPR [ARGS]"
        case .missingValue(let option): "missing value for '\(option)'"
        case .unknownOption(let option):
            "unknown option '\(option)'; put '--' before an expression that begins with '-'"
        case .badTimeout(let text): "'\(text)' is not a time; use seconds above 0, such as 60 or 0.5"
        case .bothWays: "'--call' and '--swift' contradict each other"
        case .unreadable(let reason): "the file to evaluate cannot be read: \(reason)"
        }
    }
}
