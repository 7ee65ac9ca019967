/// A name that knows what server it stands for, so that messages to it are checked by the compiler.
///
///     extension ServerName<Stack> { static var main: Self { "main stack" } }
///     try await ServerName<Stack>.main.call(Stack.Pop())
public struct ServerName<Server: GenServer>: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name without the type.
    public let name: ProcessName

    /// A name for a server of this type.
    public init(_ name: ProcessName) {
        self.name = name
    }

    /// A name given by its text.
    public init(stringLiteral text: String) {
        name = ProcessName(text)
    }
}

extension ServerName: ServerAddress {
    /// The address of the server that has the name now.
    public func find() throws(CallError) -> ServerRef<Server> {
        guard let process = name.process else { throw .noProcess }
        return try ServerRef(process)
    }
}

extension ServerName: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        name.description
    }
}
