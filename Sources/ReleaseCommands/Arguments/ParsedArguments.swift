import Suggestions

/// The arguments of a command, sorted out.
struct ParsedArguments: Hashable, Sendable {
    private(set) var positional: [String] = []
    private var flags: Set<String> = []
    private var values: [String: [String]] = [:]

    /// Sorts `arguments` by what `command` knows; `--` ends the options.
    init(_ arguments: [String], for command: CommandSpecification) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                positional += rest
                break
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                positional.append(argument)
                continue
            }
            try read(argument, &rest, for: command)
        }
        try checkPositional(of: command)
    }

    func has(_ name: String) -> Bool {
        flags.contains(name)
    }

    /// The value of an option that is given at most once in effect: the last one.
    func value(of name: String) -> String? {
        values[name]?.last
    }

    func values(of name: String) -> [String] {
        values[name] ?? []
    }

    private mutating func read(
        _ argument: String,
        _ rest: inout ArraySlice<String>,
        for command: CommandSpecification
    ) throws(UsageError) {
        var name = argument
        var attached: String?
        if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
            name = String(argument[..<equals])
            attached = String(argument[argument.index(after: equals)...])
        }
        guard let option = command.option(named: name) else {
            if try readCluster(argument, &rest, for: command) { return }
            let candidates = command.options.filter { !$0.isHidden }.flatMap(\.names)
            throw .unknownOption(name, suggestion: Self.suggestion(for: name, among: candidates))
        }
        guard option.value != nil else {
            guard attached == nil else { throw .unexpectedValue(option.name) }
            flags.insert(option.name)
            return
        }
        // A value may begin with a dash, as those of -Xlinker do, but a known option is none.
        let isForwarded = option.name.hasPrefix("-X")
        guard let value = attached ?? rest.first, attached != nil || isForwarded || command.option(named: value) == nil
        else { throw .missingValue(option.spelling) }
        if attached == nil { rest.removeFirst() }
        values[option.name, default: []].append(value)
    }

    /// Reads several one-letter flags in one word, such as `-fq`; false when it is none.
    private mutating func readCluster(
        _ argument: String,
        _ rest: inout ArraySlice<String>,
        for command: CommandSpecification
    ) throws(UsageError) -> Bool {
        guard !argument.hasPrefix("--"), argument.count > 2 else { return false }
        let options = argument.dropFirst().map { command.option(named: "-\($0)") }
        guard options.allSatisfy({ $0 != nil && $0?.value == nil }) else { return false }
        for case let option? in options { flags.insert(option.name) }
        return true
    }

    private func checkPositional(of command: CommandSpecification) throws(UsageError) {
        if positional.count > command.arguments.count {
            throw .unexpectedArguments(Array(positional.dropFirst(command.arguments.count)))
        }
        for argument in command.arguments.dropFirst(positional.count) where !argument.isOptional {
            throw .missingArgument(argument.name)
        }
    }

    private static func suggestion(for name: String, among candidates: [String]) -> String? {
        guard name.hasPrefix("--") else { return nil }
        return Suggestion.nearest(to: name, in: candidates.filter { $0.hasPrefix("--") })
    }
}
