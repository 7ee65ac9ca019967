/// The arguments of one command: options up to the first that is none, then the rest, untouched.
package struct CommandArguments: Hashable, Sendable {
    package private(set) var flags: Set<String> = []
    package private(set) var values: [String: String] = [:]
    package private(set) var rest: [String] = []

    /// Reads them; `command` says which options there are.
    package init(_ arguments: [String], of command: NodeCommand) throws(NodeControlError) {
        var left = arguments[...]
        while let argument = left.first {
            if argument == "--" {
                left.removeFirst()
                break
            }
            guard argument.hasPrefix("-"), argument != "-" else { break }
            left.removeFirst()
            try read(argument, &left, command)
        }
        rest = Array(left)
    }

    private mutating func read(
        _ argument: String,
        _ left: inout ArraySlice<String>,
        _ command: NodeCommand
    ) throws(NodeControlError) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let spelling = String(parts[0])
        guard let option = command.options.first(where: { $0.spellings.contains(spelling) }) else {
            throw .usage(Self.unknown(spelling, command))
        }
        let name = option.spellings[0]
        guard option.value != nil else {
            guard parts.count == 1 else { throw .usage("'\(spelling)' takes no value; \(command.hint)") }
            flags.insert(name)
            return
        }
        if parts.count == 2 {
            values[name] = String(parts[1])
        } else if let value = left.popFirst() {
            values[name] = value
        } else {
            throw .usage("missing value for '\(spelling) <\(option.value ?? "value")>'; \(command.hint)")
        }
    }

    private static func unknown(_ spelling: String, _ command: NodeCommand) -> String {
        let known = command.options.flatMap(\.spellings)
        let start = spelling.prefix(4)
        let near = known.first { spelling.count > 2 && $0.hasPrefix(start) }
        let suggestion = near.map { "; did you mean '\($0)'?" } ?? "; \(command.hint)"
        return "unknown option '\(spelling)'\(suggestion)"
    }

    /// The seconds of `--timeout`, if given.
    package func timeout() throws(NodeControlError) -> Double? {
        guard let text = values["--timeout"] else { return nil }
        guard let seconds = NodeDeadlines.seconds(text) else {
            throw .usage("--timeout is '\(text)'; it must be a number of seconds, such as 60 or 0.5")
        }
        return seconds
    }

    /// A command that takes no arguments got none.
    package func requireNothing(_ command: NodeCommand) throws(NodeControlError) {
        if let first = rest.first { throw .usage("unexpected argument '\(first)'; \(command.hint)") }
    }
}
