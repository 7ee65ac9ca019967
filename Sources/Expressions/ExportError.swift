/// Why a function cannot be exported.
package enum ExportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was given is no function name with labels.
    case malformedName(namespace: String, name: String)
    /// The name has another number of labels than the function has arguments.
    case labelCount(name: String, labels: Int, arguments: Int)
    /// Two functions have the same name and labels.
    case duplicate(name: String)

    package var description: String {
        switch self {
        case .malformedName(let namespace, let name):
            """
            '\(name)' cannot be exported as a member of \(namespace): write a function as 'entries(list:date:)', with \
            '_' for arguments without a label, and a property as 'count'
            """
        case .labelCount(let name, let labels, let arguments):
            """
            '\(name)' cannot be exported: its name has \(labels) label\(labels == 1 ? "" : "s") and its function takes \
            \(arguments) argument\(arguments == 1 ? "" : "s")
            """
        case .duplicate(let name):
            "'\(name)' is exported twice"
        }
    }
}
