/// The functions that one name offers to evaluation, as `Todo` in `Todo.entries(list: "bob")`.
///
///     exports.add("entries(list:date:)", Todo.entries(list:date:))
public struct Exports: Sendable {
    /// The name in front of the dot.
    public let namespace: String
    /// What was added, in order.
    package private(set) var functions: [ExportedFunction] = []
    /// What could not be added, and why.
    package private(set) var problems: [ExportError] = []

    /// Nothing yet, under `namespace`.
    public init(namespace: String) {
        self.namespace = namespace
    }

    /// Offers `body` under a Swift name with its labels, for example `"entries(list:date:)"`.
    ///
    /// Arguments are decoded to the types that `body` takes. A name whose number of labels differs from that of the
    /// arguments is reported when the application is loaded.
    public mutating func add<each Argument: Decodable & Sendable, Result: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) {
    }
}
