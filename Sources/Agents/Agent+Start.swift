public import Processes
public import Supervision

extension Agent {
    /// Starts an agent linked to the calling process, and waits until `initial` has made its state.
    ///
    ///     let cache = try await Agent.startLink(name: "cache") { [String: Int]() }
    ///
    /// Without a label in the options reports and `info` name the place where this was called.
    public nonisolated(nonsending) static func startLink(
        name: ServerName<Agent>? = nil,
        options: ServerOptions = ServerOptions(),
        fileID: StaticString = #fileID,
        line: UInt = #line,
        _ initial: @escaping Initial
    ) async throws(StartError) -> ServerRef<Agent> {
        try await startLink(initial, name: name, options: options.labelled(fileID, line))
    }

    /// Starts an agent that nobody is linked to, and waits until `initial` has made its state.
    public nonisolated(nonsending) static func start(
        name: ServerName<Agent>? = nil,
        options: ServerOptions = ServerOptions(),
        fileID: StaticString = #fileID,
        line: UInt = #line,
        _ initial: @escaping Initial
    ) async throws(StartError) -> ServerRef<Agent> {
        try await start(initial, name: name, options: options.labelled(fileID, line))
    }

    /// A child that is an agent; its id is "Agent", and `with` changes what shall be different.
    ///
    ///     try await Supervisor.startLink(.oneForOne) {
    ///         Agent.child(name: "cache") { [String: Int]() }
    ///     }
    public static func child(
        name: ServerName<Agent>? = nil,
        options: ServerOptions = ServerOptions(),
        fileID: StaticString = #fileID,
        line: UInt = #line,
        _ initial: @escaping Initial
    ) -> ChildSpec {
        ChildSpec(id: "Agent") {
            try await startLink(initial, name: name, options: options.labelled(fileID, line))
        }
    }
}

extension ServerOptions {
    /// The same, with the place of the first function as the label if there is none.
    fileprivate func labelled(_ fileID: StaticString, _ line: UInt) -> ServerOptions {
        guard process.label == nil else { return self }
        var options = self
        options.process.label = "agent of \(fileID):\(line)"
        return options
    }
}
