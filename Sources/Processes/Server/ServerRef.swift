/// The address of a running server, which knows what messages it takes.
public struct ServerRef<Server: GenServer>: Sendable {
    @usableFromInline let core: GenServerProcess<Server>

    @inlinable init(core: GenServerProcess<Server>) {
        self.core = core
    }

    /// The identity of the server's process.
    public var id: ProcessID {
        core.id
    }

    /// Whether the server has neither ended nor begun to end.
    public var isAlive: Bool {
        id.isAlive
    }
}

extension ServerRef: Hashable {
    /// Whether both are the same.
    public static func == (left: ServerRef, right: ServerRef) -> Bool {
        left.core === right.core
    }

    /// Hashes what makes it the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(core.number)
    }
}

extension ServerRef: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        "\(Server.self) \(id)"
    }
}

extension ServerRef: ServerAddress {
    /// This address itself.
    @inlinable public func find() throws(CallError) -> ServerRef<Server> {
        self
    }
}

extension ServerRef {
    /// Sends a message and goes on at once; nobody there is no error.
    ///
    /// The same as for any other address, without a way for an error.
    @inlinable
    public func cast<Message: ServerCast>(_ message: Message) where Message.Server == Server {
        core.cast(message)
    }

    /// The server behind an identity, if it is one of this type.
    public init(_ process: ProcessID) throws(CallError) {
        guard let core = process.core as? GenServerProcess<Server> else {
            throw .wrongServer(expected: "\(Server.self)", found: process.core.kind)
        }
        self.core = core
    }
}
