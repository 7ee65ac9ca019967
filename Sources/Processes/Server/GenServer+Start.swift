extension GenServer {
    /// Starts a server that nobody is linked to, and waits until it is ready.
    ///
    /// The caller waits for `initialize`, for as long as that takes, unless `options.timeout` sets a limit. Without a
    /// limit `initialize` may even begin on the thread of its caller: one that blocks then holds that thread, and neither
    /// a kill nor a cancellation of the caller gets through until it goes on. Start a server that has to block with a
    /// timeout or on a thread of its own, or let it block in a continuation.
    @inlinable public nonisolated(nonsending) static func start(
        _ argument: Argument,
        name: ServerName<Self>? = nil,
        options: ServerOptions = ServerOptions()
    ) async throws(StartError) -> ServerRef<Self> {
        ServerRef(core: try await GenServerProcess<Self>.start(name?.name, options, linked: false, beginning(argument)))
    }

    /// Starts a server linked to the calling process, and waits until it is ready.
    ///
    /// Outside of any process there is nobody to link to; the server then stands alone. The caller waits for
    /// `initialize` as in `start`, and so does a supervisor that starts the server as a child.
    @inlinable public nonisolated(nonsending) static func startLink(
        _ argument: Argument,
        name: ServerName<Self>? = nil,
        options: ServerOptions = ServerOptions()
    ) async throws(StartError) -> ServerRef<Self> {
        ServerRef(core: try await GenServerProcess<Self>.start(name?.name, options, linked: true, beginning(argument)))
    }
}

extension GenServer {
    /// What makes the first state; here, so that the compiler knows all types where it is used.
    @inlinable static func beginning(_ argument: Argument) -> GenServerProcess<Self>.Beginning {
        { server in
            guard let state = try await initialize(argument, server.context) else { return false }
            server.setState(state)
            return true
        }
    }
}

extension GenServer where Argument == Void {
    /// Starts a server that nobody is linked to, and waits until it is ready.
    public nonisolated(nonsending) static func start(
        name: ServerName<Self>? = nil,
        options: ServerOptions = ServerOptions()
    ) async throws(StartError) -> ServerRef<Self> {
        try await start((), name: name, options: options)
    }

    /// Starts a server linked to the calling process, and waits until it is ready.
    public nonisolated(nonsending) static func startLink(
        name: ServerName<Self>? = nil,
        options: ServerOptions = ServerOptions()
    ) async throws(StartError) -> ServerRef<Self> {
        try await startLink((), name: name, options: options)
    }
}
