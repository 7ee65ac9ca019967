/// How a server is to be started and run.
public struct ServerOptions: Sendable {
    /// How long `initialize` may take; without limit unless given.
    public var timeout: Duration?
    /// How its process runs.
    public var process: ProcessOptions
    /// After which time without messages it hibernates.
    public var hibernateAfter: Duration?
    /// What `sys` shall watch from the first message on.
    public var debug: [DebugOption]

    /// The usual options.
    @inlinable public init(
        timeout: Duration? = nil,
        process: ProcessOptions = ProcessOptions(),
        hibernateAfter: Duration? = nil,
        debug: [DebugOption] = []
    ) {
        self.timeout = timeout
        self.process = process
        self.hibernateAfter = hibernateAfter
        self.debug = debug
    }
}
