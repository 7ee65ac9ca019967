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

    /// A name that a registry of yours keeps.
    public static func via<R: ProcessRegistry>(_ registry: R, _ key: R.Key) -> ServerName {
        ServerName(.via(registry, key))
    }

    /// A name given by its text.
    public init(stringLiteral text: String) {
        name = ProcessName(text)
    }
}

extension ServerName: ServerAddress {
    /// The address of the server that has the name now.
    public func find() throws(CallError) -> ServerRef<Server> {
        let process: ProcessID?
        do { process = try name.find(in: .current) } catch { throw .invalidName(reason: "\(error)") }
        guard let process else { throw .noProcess }
        return try ServerRef(process)
    }
}

extension ServerName: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        name.description
    }
}
