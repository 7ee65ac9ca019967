extension GenServer {
    /// Starts a server that nobody is linked to, and waits until it is ready.
    public nonisolated(nonsending) static func start(
        _ argument: Argument,
        name: ServerName<Self>? = nil,
        options: ServerOptions = ServerOptions()
    ) async throws(StartError) -> ServerRef<Self> {
        ServerRef(core: try await GenServerProcess<Self>.start(argument, name?.name, options, linked: false))
    }

    /// Starts a server linked to the calling process, and waits until it is ready.
    ///
    /// Outside of any process there is nobody to link to; the server then stands alone.
    public nonisolated(nonsending) static func startLink(
        _ argument: Argument,
        name: ServerName<Self>? = nil,
        options: ServerOptions = ServerOptions()
    ) async throws(StartError) -> ServerRef<Self> {
        ServerRef(core: try await GenServerProcess<Self>.start(argument, name?.name, options, linked: true))
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
