/// A message that is answered by what its handler returns: the common and the fast kind.
///
/// When the server is idle the handler runs in the caller, as the server: a handler that blocks its thread also holds
/// this caller past its timeout. Answer later with `DeferredServerCall`, wait in the handler with `AsyncServerCall`.
public protocol ServerCall: Sendable {
    /// The server that takes it.
    associatedtype Server: GenServer
    /// What is answered.
    associatedtype Response: Sendable

    /// Changes the state and answers; an error that it throws ends the server.
    func handle(_ state: inout Server, _ context: Context<Server>) throws -> Response
}

/// A message that is answered by what its handler returns, after waiting for something.
///
/// No other message is handled meanwhile.
public protocol AsyncServerCall: Sendable {
    /// The server that takes it.
    associatedtype Server: GenServer
    /// What is answered.
    associatedtype Response: Sendable

    /// Changes the state and answers; an error that it throws ends the server.
    func handle(_ state: inout Server, _ context: Context<Server>) async throws -> Response
}

/// A message that is answered later, from anywhere, through its `Reply`.
public protocol DeferredServerCall: Sendable {
    /// The server that takes it.
    associatedtype Server: GenServer
    /// What is answered.
    associatedtype Response: Sendable

    /// Changes the state and keeps the reply, hands it on, or answers at once.
    func handle(_ state: inout Server, _ reply: Reply<Response>, _ context: Context<Server>) throws
}

/// A message without an answer; also what a server continues with, or sends to itself later.
public protocol ServerCast: Sendable {
    /// The server that takes it.
    associatedtype Server: GenServer

    /// Changes the state; an error that it throws ends the server.
    func handle(_ state: inout Server, _ context: Context<Server>) throws

    /// Called by the server's process, which gives itself; not for you to implement.
    ///
    /// It stands here so that the compiler makes it for each message, knowing all types.
    func handle(in process: AnyObject)

    /// Called by the server's process with messages of this type that wait together; not for you to implement.
    static func handle(_ casts: CastRun, in process: AnyObject)
}

extension ServerCast {
    /// Called by the server's process, which gives itself.
    @inlinable
    public func handle(in process: AnyObject) {
        let process = Server.process(process)
        _ = process.attempt(self) { state, context in try handle(&state, context) }
    }

    /// Called by the server's process with messages of this type that wait together.
    @inlinable
    public static func handle(_ casts: CastRun, in process: AnyObject) {
        casts.handle(as: Self.self, in: Server.process(process))
    }
}

/// A message without an answer whose handler waits for something.
///
/// No other message is handled meanwhile.
public protocol AsyncServerCast: Sendable {
    /// The server that takes it.
    associatedtype Server: GenServer

    /// Changes the state; an error that it throws ends the server.
    func handle(_ state: inout Server, _ context: Context<Server>) async throws
}
