/// Looks into a server of any kind, and stops and starts its handling of messages.
///
///     print(try await server.id.sys.status().state)
public struct Sys: SysRequests {
    /// The server's process.
    public let process: ProcessID
}

extension ProcessID {
    /// Looks into this process, if it is a server of any kind.
    public var sys: Sys {
        Sys(process: self)
    }
}
