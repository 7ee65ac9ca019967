/// A subcommand: made of its arguments, then run.
protocol ToolCommand {
    static var specification: CommandSpecification { get }

    init(_ arguments: ParsedArguments, in context: CommandContext) throws(UsageError)

    func run() throws(CommandError)
}
