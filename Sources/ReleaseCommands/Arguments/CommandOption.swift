/// An option of a command, with everything that help, errors and completions say about it.
struct CommandOption: Hashable, Sendable {
    /// What shells offer as the option's value.
    enum Completion: Hashable, Sendable {
        case none
        case directory
        case choices([String])
    }

    /// The name by which commands ask for it, the long one where there is one, with its dashes.
    var name: String
    /// Other spellings.
    var aliases: [String] = []
    /// The name of its value in the help; nil for a flag.
    var value: String?
    var help: String
    var completion: Completion = .none
    /// Whether only `--help-hidden` shows it.
    var isHidden = false

    static func flag(_ name: String, _ aliases: String..., help: String, isHidden: Bool = false) -> CommandOption {
        CommandOption(name: name, aliases: aliases, help: help, isHidden: isHidden)
    }

    static func value(
        _ name: String,
        _ aliases: String...,
        value: String,
        help: String,
        completion: Completion = .none,
        isHidden: Bool = false
    ) -> CommandOption {
        CommandOption(
            name: name,
            aliases: aliases,
            value: value,
            help: help,
            completion: completion,
            isHidden: isHidden
        )
    }

    /// All spellings, short ones first.
    var names: [String] {
        ([name] + aliases).sorted { $0.count < $1.count }
    }

    /// The left column of the help.
    var label: String {
        names.joined(separator: ", ") + (value.map { " <\($0)>" } ?? "")
    }

    /// The option as error messages write it.
    var spelling: String {
        name + (value.map { " <\($0)>" } ?? "")
    }
}
