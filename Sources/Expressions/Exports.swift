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
    /// Arguments are decoded to the types that `body` takes. A name without parentheses is read like a property. A
    /// name whose number of labels differs from that of the arguments is reported when the application is loaded.
    public mutating func add<each Argument: Decodable & Sendable, Result: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) {
        guard let exportName = ExportName(name) else {
            problems.append(.malformedName(namespace: namespace, name: name))
            return
        }
        var types: [String] = []
        repeat types.append(TypeName.of((each Argument).self))
        let function = ExportedFunction(
            namespace: namespace,
            exportName: exportName,
            parameterTypes: types,
            resultType: TypeName.of(Result.self),
            bind: { values throws(ArgumentError) in
                var arguments = ArgumentReader(values)
                let bound = (repeat arguments.next((each Argument).self))
                if let failure = arguments.failure { throw failure }
                return { try await body(repeat (each bound).get()) }
            }
        )
        guard exportName.labels.count == types.count else {
            problems.append(
                .labelCount(name: function.name, labels: exportName.labels.count, arguments: types.count)
            )
            return
        }
        guard !functions.contains(where: { $0.exportName == exportName }) else {
            problems.append(.duplicate(name: function.name))
            return
        }
        functions.append(function)
    }
}

/// Converts the arguments of a call one after the other and keeps the first failure.
private struct ArgumentReader {
    private let values: [EvaluatedValue]
    private var position = 0
    private(set) var failure: ArgumentError?

    init(_ values: [EvaluatedValue]) {
        self.values = values
    }

    mutating func next<Argument: Decodable & Sendable>(
        _ type: Argument.Type
    ) -> Result<Argument, ArgumentError> {
        defer { position += 1 }
        do {
            return .success(try ArgumentConversion.convert(values[position], to: type))
        } catch {
            let failure = ArgumentError(position: position, message: error.message)
            self.failure = self.failure ?? failure
            return .failure(failure)
        }
    }
}
