import HostSystem
import Suggestions

/// The command-line tool `release`: finds the subcommand, runs it, and tells how it ended.
package struct ReleaseTool: Sendable {
    /// The version of the tool, shown by `--version`.
    package static let version = "0.1.0"

    private let context: CommandContext

    package init(in context: CommandContext) {
        self.context = context
    }

    private static let runnable: [any (ToolCommand & SendableMetatype).Type] = [
        InitCommand.self, BuildCommand.self, ListCommand.self, ConfigCommand.self,
    ]

    static let commands = runnable.map { $0.specification } + [help]

    private static let help = CommandSpecification(
        name: "help",
        overview: "Show what a subcommand does.",
        arguments: [.init(name: "subcommand", help: "The subcommand to explain.", isOptional: true)],
        options: [helpOption]
    )

    static let helpOption = CommandOption.flag("--help", "-h", help: "Show help information.")

    static let options = [
        CommandOption.flag("--version", help: "Show the version."),
        .value(
            "--generate-completion-script",
            value: "shell",
            help: "Print a script that makes bash, zsh or fish complete this tool's arguments.",
            completion: .choices(CompletionScript.shells)
        ),
        helpOption,
    ]

    /// Does what `arguments` ask for, and returns the exit status.
    package func run(_ arguments: [String]) -> Int32 {
        do throws(CommandError) {
            try dispatch(arguments)
            return ExitCode.done.rawValue
        } catch {
            report(error)
            return error.code.rawValue
        }
    }

    private func dispatch(_ arguments: [String]) throws(CommandError) {
        guard let first = arguments.first else {
            context.host.output.write(Self.overview)
            return
        }
        let rest = Array(arguments.dropFirst())
        switch first {
        case "-h", "--help", "--help-hidden": context.host.output.write(Self.overview)
        case "--version": context.host.output.print(Self.version)
        case "help": try showHelp(rest)
        case "--generate-completion-script": try printCompletions(rest.first)
        case _ where first.hasPrefix("--generate-completion-script="):
            try printCompletions(first.split(separator: "=", maxSplits: 1).last.map(String.init))
        case _ where first.hasPrefix("-"):
            let suggestion = Suggestion.nearest(to: first, in: Self.options.flatMap(\.names))
            throw wrong(.unknownOption(first, suggestion: suggestion), nil)
        default:
            guard let command = Self.runnable.first(where: { $0.specification.name == first }) else {
                throw unknown(first)
            }
            try run(command, rest)
        }
    }

    private func run(_ type: any ToolCommand.Type, _ rest: [String]) throws(CommandError) {
        let command = type.specification
        let words = rest.prefix { $0 != "--" }
        if words.contains("--help-hidden") {
            return context.host.output.write(HelpText.text(of: command, showingHidden: true))
        }
        if words.contains("--help") || words.contains("-h") {
            return context.host.output.write(HelpText.text(of: command))
        }
        let prepared: any ToolCommand
        do throws(UsageError) {
            prepared = try type.init(ParsedArguments(rest, for: command), in: context)
        } catch {
            throw wrong(error, command)
        }
        try prepared.run()
    }

    private func showHelp(_ names: [String]) throws(CommandError) {
        guard let name = names.first(where: { !$0.hasPrefix("-") }) else {
            return context.host.output.write(Self.overview)
        }
        guard let command = Self.commands.first(where: { $0.name == name }) else { throw unknown(name) }
        context.host.output.write(HelpText.text(of: command))
    }

    private func printCompletions(_ shell: String?) throws(CommandError) {
        guard let shell else { throw wrong(.missingValue("--generate-completion-script <shell>"), nil) }
        guard let text = CompletionScript(commands: Self.commands, options: Self.options).text(for: shell) else {
            let error = UsageError.badValue(
                shell,
                option: "--generate-completion-script <shell>",
                choices: CompletionScript.shells
            )
            throw wrong(error, nil)
        }
        context.host.output.write(text)
    }

    private func unknown(_ name: String) -> CommandError {
        let suggestion = Suggestion.nearest(to: name, in: Self.commands.map(\.name))
        return wrong(.unknownCommand(name, suggestion: suggestion), nil)
    }

    private func wrong(_ error: UsageError, _ command: CommandSpecification?) -> CommandError {
        let usage = command?.usage ?? "release <subcommand>"
        let name = command.map { "release \($0.name)" } ?? "release"
        return CommandError(
            .wrongUsage,
            "\(error)\nUsage: \(usage)\n  See '\(name) --help' for more information."
        )
    }

    private func report(_ error: CommandError) {
        let host = context.host
        if !error.output.isEmpty {
            host.errorOutput.write(error.output.hasSuffix("\n") ? error.output : error.output + "\n")
        }
        host.errorOutput.print("\(host.terminal.styled("error:", .red)) \(error.message)")
        if let note = error.note { host.errorOutput.print("\(host.terminal.styled("note:", .cyan)) \(note)") }
    }

    private static var overview: String {
        HelpText.text(
            overview: "Build self-contained releases of a Swift package's programs.",
            commands: commands,
            options: options
        )
    }
}
