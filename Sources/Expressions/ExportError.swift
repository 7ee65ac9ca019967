/// Why a function cannot be exported.
package enum ExportError: Error, Sendable, Hashable {
    /// The name has another number of labels than the function has arguments.
    case labelCount(name: String, labels: Int, arguments: Int)
}
