/// What `vm.args` asks for on behalf of a program that does not read it itself: variables, arguments, limits.
package struct ProgramFlags: Hashable, Sendable {
    /// Variables for the program, unless the environment has them already.
    package var variables: [Variable] = []
    package var arguments: [String] = []
    package var openFiles: UInt64?
    package var coreSize: UInt64?
    /// The name of the node.
    package var node: String?
    /// Seconds without a sign of life after which a node counts as hung, and whether one that dies is started again.
    package var heart: Double?

    /// Seconds, where `--heart` stands alone.
    static let defaultHeart = 60.0

    package struct Variable: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package init() {}

    /// Reads the text of a file; the path is for messages.
    package init(text: String, path: String) throws(NodeControlError) {
        for line in try FlagFile(text: text, path: path).lines {
            var words = line.words
            do throws(FlagError) {
                try read(&words)
            } catch {
                throw .argumentsFile(path: path, line: line.number, reason: error.reason)
            }
        }
    }

    private struct FlagError: Error {
        let reason: String
    }

    /// Flags with a value that only a program which links Boot has a use for; it reads the file itself.
    private static let others: Set = [
        "--evaluation", "--socket-frame-limit", "--socket-connections", "--socket-idle-timeout", "--cookie",
        "--setcookie", "--schedulers", "+S", "--processes", "+P", "--mailbox-warning", "--start-mode", "--log-level",
    ]

    private mutating func read(_ words: inout [String]) throws(FlagError) {
        while let word = words.first {
            words.removeFirst()
            let flag = word.hasPrefix("-") && !word.hasPrefix("--") ? "-\(word)" : word
            func value() throws(FlagError) -> String {
                guard !words.isEmpty else { throw FlagError(reason: "missing value for '\(flag)'") }
                return words.removeFirst()
            }
            switch flag {
            case "--env": variables.append(Variable(name: try Self.variableName(value()), value: try value()))
            case "--open-files": openFiles = try Self.limit(flag, value())
            case "--core-size": coreSize = try Self.limit(flag, value())
            case "--name", "--sname": node = try value()
            case "--heart": heart = try Self.heart(&words)
            case _ where Self.others.contains(flag): _ = try value()
            case "--":
                arguments += words
                words = []
            default:
                throw FlagError(reason: "unknown flag '\(flag)'; arguments of the program stand after '--'")
            }
        }
    }

    /// The seconds behind `--heart`, which may stand alone.
    private static func heart(_ words: inout [String]) throws(FlagError) -> Double {
        guard let text = words.first, !text.hasPrefix("-"), !text.hasPrefix("+") else { return defaultHeart }
        words.removeFirst()
        guard let seconds = NodeDeadlines.seconds(text), seconds > 0 else {
            throw FlagError(reason: "'\(text)' is no value for '--heart': write seconds above 0")
        }
        return seconds
    }

    private static func variableName(_ text: String) throws(FlagError) -> String {
        let isName = !text.isEmpty && !text.contains("=") && !text.contains("\0")
        guard isName else { throw FlagError(reason: "'\(text)' is not the name of a variable") }
        return text
    }

    private static func limit(_ flag: String, _ text: String) throws(FlagError) -> UInt64 {
        if text == "unlimited" { return .max }
        guard let number = UInt64(text) else {
            throw FlagError(reason: "'\(text)' is no value for '\(flag)': write a number or 'unlimited'")
        }
        return number
    }
}
