/// A subcommand: its arguments and options, and what help says about them.
struct CommandSpecification: Sendable {
    struct Argument: Hashable, Sendable {
        var name: String
        var help: String
        var isOptional = false
    }

    var name: String
    var overview: String
    var discussion = ""
    var arguments: [Argument] = []
    var options: [CommandOption] = []

    /// The option spelled `name`, dashes included.
    func option(named name: String) -> CommandOption? {
        options.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// The line that shows how to call it.
    var usage: String {
        let words = arguments.map { $0.isOptional ? "[<\($0.name)>]" : "<\($0.name)>" }
        let flags = options.isEmpty ? [] : ["[<options>]"]
        return (["release", name] + words + flags).joined(separator: " ")
    }
}
