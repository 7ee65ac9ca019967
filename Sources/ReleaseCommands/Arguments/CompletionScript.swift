/// Writes scripts that make shells complete the tool's commands and options.
struct CompletionScript {
    let commands: [CommandSpecification]
    let options: [CommandOption]

    static let shells = ["bash", "zsh", "fish"]

    func text(for shell: String) -> String? {
        switch shell {
        case "bash": bash
        case "zsh": zsh
        case "fish": fish
        default: nil
        }
    }

    private var bash: String {
        let cases = commands.map { command in
            """
                    \(command.name))
                        words="\(command.options.flatMap(\.names).joined(separator: " "))"
                        ;;
            """
        }
        let root = commands.map(\.name) + options.flatMap(\.names)
        return """
            # bash completion for release
            _release() {
                local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words
                case "$previous" in
            \(bashValues)
                esac
                case "${COMP_WORDS[1]}" in
            \(cases.joined(separator: "\n"))
                    *) words="\(root.joined(separator: " "))" ;;
                esac
                if [ "$COMP_CWORD" -eq 1 ]; then words="\(root.joined(separator: " "))"; fi
                COMPREPLY=($(compgen -W "$words" -- "$current"))
            }
            complete -F _release release

            """
    }

    private var bashValues: String {
        var seen: Set<String> = []
        let all = commands.flatMap(\.options) + options
        return all.filter { $0.value != nil && seen.insert($0.name).inserted }.map { option in
            let reply =
                switch option.completion {
                case .none: "COMPREPLY=(); return"
                case .directory: "COMPREPLY=($(compgen -d -- \"$current\")); return"
                case .choices(let choices):
                    "COMPREPLY=($(compgen -W \"\(choices.joined(separator: " "))\" -- \"$current\")); return"
                }
            return "        \(option.names.joined(separator: "|"))) \(reply) ;;"
        }.joined(separator: "\n")
    }

    private var zsh: String {
        let names = commands.map { "        '\($0.name):\(Self.quoted($0.overview))'" }
        let cases = commands.map { command in
            let specs = command.options.map { zshSpecification($0) }
            return "        \(command.name)) _arguments \(specs.joined(separator: " ")) ;;"
        }
        return """
            #compdef release
            _release() {
                local -a commands=(
            \(names.joined(separator: "\n"))
                )
                if (( CURRENT == 2 )); then
                    _describe command commands
                    return
                fi
                local command=$words[2]
                shift words
                (( CURRENT-- ))
                case $command in
            \(cases.joined(separator: "\n"))
                esac
            }
            _release "$@"

            """
    }

    private func zshSpecification(_ option: CommandOption) -> String {
        let value =
            switch (option.value, option.completion) {
            case (nil, _): ""
            case (let name?, .none): ":\(name): "
            case (let name?, .directory): ":\(name):_files -/"
            case (let name?, .choices(let choices)): ":\(name):(\(choices.joined(separator: " ")))"
            }
        return option.names.map { "'\($0)[\(Self.quoted(option.help))]\(value)'" }.joined(separator: " ")
    }

    private var fish: String {
        var lines = ["# fish completion for release", "complete -c release -f"]
        for command in commands {
            let overview = Self.quoted(command.overview)
            lines.append("complete -c release -n __fish_use_subcommand -a \(command.name) -d '\(overview)'")
            for option in command.options {
                lines.append(
                    "complete -c release -n '__fish_seen_subcommand_from \(command.name)'" + fishOption(option)
                )
            }
        }
        for option in options { lines.append("complete -c release -n __fish_use_subcommand" + fishOption(option)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func fishOption(_ option: CommandOption) -> String {
        let spellings = option.names.map { name -> String in
            if name.hasPrefix("--") { return " -l \(name.dropFirst(2))" }
            return name.count == 2 ? " -s \(name.dropFirst())" : " -o \(name.dropFirst())"
        }
        let value =
            switch (option.value, option.completion) {
            case (nil, _): ""
            case (_, .none): " -x"
            case (_, .directory): " -x -a '(__fish_complete_directories)'"
            case (_, .choices(let choices)): " -x -a '\(choices.joined(separator: " "))'"
            }
        return spellings.joined() + value + " -d '\(Self.quoted(option.help))'"
    }

    /// Free of what would end a quoted or bracketed word in one of the shells.
    private static func quoted(_ text: String) -> String {
        String(text.map { "'[]:".contains($0) ? " " : $0 })
    }
}
