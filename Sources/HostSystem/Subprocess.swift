/// A program to run beside ours, and what to connect it to.
///
///     let status = try Subprocess("swift", ["--version"], output: .capture).run(on: host)
package struct Subprocess: Sendable {
    /// Where its standard input comes from.
    package enum Input: Sendable {
        /// It reads an empty file.
        case nothing
        /// It reads what we would read.
        case inherited
        /// It reads these bytes, then the end.
        case bytes([UInt8])
    }

    /// Where its output goes.
    package enum Output: Sendable {
        case discarded
        case inherited
        /// It is kept, and found in the result.
        case captured
        /// It is given line by line, without line ends, while the program runs, and kept as well.
        case lines(@Sendable (String) -> Void)
        /// Only for the error output: it goes where the output goes.
        case merged
    }

    /// An absolute path, or a name to be looked up on `PATH`.
    package var program: String
    package var arguments: [String]
    /// All of its environment; nil is that of the host it is run on.
    package var environment: [String: String]?
    /// The directory it starts in; nil is that of the host it is run on.
    package var directory: String?
    package var input: Input
    package var output: Output
    package var errorOutput: Output
    /// When to kill it with all its descendants.
    package var deadline: Duration?

    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        directory: String? = nil,
        input: Input = .nothing,
        output: Output = .captured,
        errorOutput: Output = .captured,
        deadline: Duration? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.input = input
        self.output = output
        self.errorOutput = errorOutput
        self.deadline = deadline
    }

    /// Runs it to its end.
    package func run(on host: HostContext) throws(HostError) -> SubprocessResult {
        var subprocess = self
        subprocess.environment = environment ?? host.environment
        subprocess.directory = directory ?? host.directory
        return try host.subprocesses.run(subprocess)
    }
}
