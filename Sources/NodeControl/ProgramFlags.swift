/// What `vm.args` asks for: settings of the node, limits of the system, variables and arguments of the program.
package struct ProgramFlags: Hashable, Sendable {
    /// Variables for the program, unless the environment has them already.
    package var variables: [Variable] = []
    package var arguments: [String] = []
    package var openFiles: UInt64?
    package var coreSize: UInt64?

    package struct Variable: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package init() {}

    /// Reads the text of a file; the path is for messages.
    package init(text: String, path: String) throws(NodeControlError) {
        var line = 0
        for raw in text.split(separator: "\n", omittingEmptySubsequences: false) {
            line += 1
            var words: [String]
            do throws(FlagError) {
                words = try Self.words(of: raw)
                try read(&words)
            } catch {
                throw .argumentsFile(path: path, line: line, reason: error.reason)
            }
        }
    }

    private struct FlagError: Error {
        let reason: String
    }

    private static let settings = [
        "--evaluation": "RELEASE_EVALUATION",
        "--socket-frame-limit": "RELEASE_SOCKET_FRAME_LIMIT",
        "--socket-connections": "RELEASE_SOCKET_CONNECTIONS",
        "--socket-idle-timeout": "RELEASE_SOCKET_IDLE_TIMEOUT",
        "--boot-timeout": "RELEASE_BOOT_TIMEOUT",
        "--stop-timeout": "RELEASE_STOP_TIMEOUT",
        "--kill-timeout": "RELEASE_KILL_TIMEOUT",
    ]

    private mutating func read(_ words: inout [String]) throws(FlagError) {
        while let flag = words.first {
            words.removeFirst()
            func value() throws(FlagError) -> String {
                guard !words.isEmpty else { throw FlagError(reason: "missing value for '\(flag)'") }
                return words.removeFirst()
            }
            if let name = Self.settings[flag] {
                variables.append(Variable(name: name, value: try value()))
                continue
            }
            switch flag {
            case "--env": variables.append(Variable(name: try Self.variableName(value()), value: try value()))
            case "--open-files": openFiles = try Self.limit(flag, value())
            case "--core-size": coreSize = try Self.limit(flag, value())
            case "--":
                arguments += words
                words = []
            default:
                throw FlagError(
                    reason: "unknown flag '\(flag)'; arguments of the program stand after '--'"
                )
            }
        }
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

    /// The words of a line: separated by blanks, quoted by `'…'` or `"…"`, ended by a `#` at the start of a word.
    private static func words(of line: Substring) throws(FlagError) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" || character == "\r" {
                if let finished = word { words.append(finished) }
                word = nil
            } else if character == "#", word == nil {
                break
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { throw FlagError(reason: "a quotation is not closed") }
        if let word { words.append(word) }
        return words
    }
}
