/// A typed place in the dictionary of a process.
///
///     extension ProcessKey { static var tenant: ProcessKey<String> { .init("tenant") } }
///     process[.tenant] = "acme"
public struct ProcessKey<Value: Sendable>: Hashable, Sendable {
    /// The name, unique among the keys of one process.
    public let name: String

    /// A key for values of one type.
    public init(_ name: String) {
        self.name = name
    }
}
