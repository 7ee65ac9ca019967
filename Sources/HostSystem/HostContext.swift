/// Everything that a command may touch outside its own memory, apart from files.
///
/// Commands take it as a value, so that a test gives them outputs in memory, prepared answers and a runner that
/// starts nothing:
///
///     let output = MemoryOutput()
///     let host = HostContext(environment: [:], directory: "/tmp", output: output)
package struct HostContext: Sendable {
    package var environment: [String: String]
    /// The directory that relative paths are meant from.
    package var directory: String
    package var output: any TextOutput
    package var errorOutput: any TextOutput
    package var input: any LineInput
    /// The terminal behind `errorOutput`, where progress is shown.
    package var terminal: Terminal
    package var subprocesses: any SubprocessRunner

    package init(
        environment: [String: String],
        directory: String,
        output: any TextOutput = MemoryOutput(),
        errorOutput: any TextOutput = MemoryOutput(),
        input: any LineInput = PreparedInput(),
        terminal: Terminal = .none,
        subprocesses: any SubprocessRunner = LiveSubprocessRunner()
    ) {
        self.environment = environment
        self.directory = directory
        self.output = output
        self.errorOutput = errorOutput
        self.input = input
        self.terminal = terminal
        self.subprocesses = subprocesses
    }
}
