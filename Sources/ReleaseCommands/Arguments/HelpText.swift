/// Writes help in the shape of ArgumentParser's, which Swift users know.
struct HelpText {
    private static let column = 26
    private static let width = 80

    /// The help of one command.
    static func text(of command: CommandSpecification, showingHidden: Bool = false) -> String {
        var sections = ["OVERVIEW: \(command.overview)"]
        if !command.discussion.isEmpty { sections.append(command.discussion) }
        sections.append("USAGE: \(command.usage)")
        if !command.arguments.isEmpty {
            sections.append(
                "ARGUMENTS:\n" + lines(command.arguments.map { ("<\($0.name)>", $0.help) })
            )
        }
        let options = command.options.filter { showingHidden || !$0.isHidden }
        sections.append("OPTIONS:\n" + lines(options.map { ($0.label, $0.help) }))
        return sections.joined(separator: "\n\n") + "\n"
    }

    /// The help of the tool itself.
    static func text(overview: String, commands: [CommandSpecification], options: [CommandOption]) -> String {
        [
            "OVERVIEW: \(overview)",
            "USAGE: release <subcommand>",
            "OPTIONS:\n" + lines(options.map { ($0.label, $0.help) }),
            "SUBCOMMANDS:\n" + lines(commands.map { ($0.name, $0.overview) }),
            "  See 'release help <subcommand>' for detailed help.",
        ].joined(separator: "\n\n") + "\n"
    }

    private static func lines(_ rows: [(label: String, text: String)]) -> String {
        rows.map { row in
            let label = "  " + row.label
            let indent = String(repeating: " ", count: column)
            let text = wrapped(row.text, to: width - column).joined(separator: "\n" + indent)
            if row.text.isEmpty { return label }
            return label.count < column
                ? label + String(repeating: " ", count: column - label.count) + text
                : label + "\n" + indent + text
        }.joined(separator: "\n")
    }

    private static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
