/// How large a text may be, so that nobody can exhaust the node by sending one.
package struct ExpressionLimits: Sendable {
    /// The most bytes of a text.
    package var bytes = 1 << 20
    /// The most brackets, calls and prefixes within each other.
    package var depth = 64
    /// The most members, indexes and calls behind each other.
    package var chain = 256

    package init() {}
}
