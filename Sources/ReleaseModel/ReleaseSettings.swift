/// Where a released program finds the Swift runtime.
package enum Linkage: String, CaseIterable, Sendable {
    /// The runtime libraries are part of the release.
    case dynamic
    /// The standard library is linked into the program.
    case `static`
    /// The Swift found on the host is used.
    case none
}

/// What is removed from the program and the libraries of a release.
package enum StripMode: String, CaseIterable, Sendable {
    /// Debug information and symbols that running does not need.
    case symbols
    /// Debug information only.
    case debug
    /// Nothing.
    case none
}

/// What a running release may be asked to evaluate.
package enum EvaluationMode: String, CaseIterable, Sendable {
    /// Call expressions and Swift.
    case full
    /// Call expressions only.
    case calls
    /// Nothing.
    case off
}
