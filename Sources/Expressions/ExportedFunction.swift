/// One function that can be called by name.
package struct ExportedFunction: Sendable {
    /// The whole name, as `Todo.entries(list:date:)`.
    package let name: String
}
