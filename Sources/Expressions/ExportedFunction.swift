/// One function that can be called by name.
package struct ExportedFunction: Sendable {
    /// The call of a function with everything it needs.
    typealias Invocation = @Sendable () async throws -> any Sendable

    let namespace: String
    let exportName: ExportName
    let parameterTypes: [String]
    let resultType: String
    /// Decodes arguments, whose number is right, to the function's types.
    let bind: @Sendable ([EvaluatedValue]) throws(ArgumentError) -> Invocation

    /// The whole name, as `Todo.entries(list:date:)`.
    package var name: String {
        guard !exportName.isProperty else { return path }
        return "\(path)(\(exportName.labels.map { "\($0 ?? "_"):" }.joined()))"
    }

    /// The name with its types, as `Todo.entries(list: String, date: Int) -> [Entry]`.
    package var signature: String {
        guard !exportName.isProperty else { return "\(path): \(resultType)" }
        let parameters = zip(exportName.labels, parameterTypes).map { label, type in
            label.map { "\($0): \(type)" } ?? type
        }
        let result = resultType == "Void" ? "" : " -> \(resultType)"
        return "\(path)(\(parameters.joined(separator: ", ")))\(result)"
    }

    /// The name without labels, as `Todo.entries`.
    var path: String { "\(namespace).\(exportName.base)" }
}

/// Which argument of a call does not fit, and why.
struct ArgumentError: Error {
    var position: Int
    var message: String
}
