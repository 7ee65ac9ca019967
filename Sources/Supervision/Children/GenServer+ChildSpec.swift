public import Processes

/// A server whose children are not all like the usual ones.
///
///     extension Importer: CustomChild {
///         static func customize(_ child: inout ChildSpec) { child.restart = .transient }
///     }
public protocol CustomChild {
    /// Changes the usual description of a child of this type.
    static func customize(_ child: inout ChildSpec)
}

extension GenServer {
    /// A child that runs this server; with the type as its id, always restarted, unless `customize` says otherwise.
    public static func child(
        _ argument: Argument,
        name: ServerName<Self>? = nil,
        options: ServerOptions = ServerOptions()
    ) -> ChildSpec {
        var child = ChildSpec(id: ChildID(Self.self)) {
            try await startLink(argument, name: name, options: options)
        }
        (Self.self as? any CustomChild.Type)?.customize(&child)
        return child
    }
}

extension GenServer where Argument == Void {
    /// A child that runs this server; with the type as its id, always restarted, unless `customize` says otherwise.
    public static func child(
        name: ServerName<Self>? = nil,
        options: ServerOptions = ServerOptions()
    ) -> ChildSpec {
        child((), name: name, options: options)
    }
}
