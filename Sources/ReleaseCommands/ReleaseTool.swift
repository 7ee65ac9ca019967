package import HostSystem
import Suggestions

/// The command-line tool `release`: finds the subcommand, runs it, and tells how it ended.
package struct ReleaseTool: Sendable {
    /// The version of the tool, shown by `--version`.
    package static let version = "0.1.0"

    private let context: CommandContext

    package init(in context: CommandContext) {
        self.context = context
    }

    static let commands = [InitCommand.specification, BuildCommand.specification, ListCommand.specification, help]

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
        default: try run(try find(first), rest)
        }
    }

    private func run(_ command: CommandSpecification, _ rest: [String]) throws(CommandError) {
        let words = rest.prefix { $0 != "--" }
        if words.contains("--help-hidden") {
            return context.host.output.write(HelpText.text(of: command, showingHidden: true))
        }
        if words.contains("--help") || words.contains("-h") {
            return context.host.output.write(HelpText.text(of: command))
        }
        do throws(UsageError) {
            let arguments = try ParsedArguments(rest, for: command)
            switch command.name {
            case InitCommand.specification.name: try InitCommand(arguments, in: context).run()
            case ListCommand.specification.name: try ListCommand(arguments, in: context).run()
            default: try BuildCommand(arguments, in: context).run()
            }
        } catch {
            throw wrong(error, command)
        }
    }

    private func showHelp(_ names: [String]) throws(CommandError) {
        guard let name = names.first(where: { !$0.hasPrefix("-") }) else {
            return context.host.output.write(Self.overview)
        }
        context.host.output.write(HelpText.text(of: try find(name)))
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

    private func find(_ name: String) throws(CommandError) -> CommandSpecification {
        if let command = Self.commands.first(where: { $0.name == name }) { return command }
        let suggestion = Suggestion.nearest(to: name, in: Self.commands.map(\.name))
        throw wrong(.unknownCommand(name, suggestion: suggestion), nil)
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
