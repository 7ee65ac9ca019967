/// How much evaluation a node allows; set in the release definition, in `vm.args` and by `RELEASE_EVALUATION`.
package enum EvaluationPolicy: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Nothing is evaluated.
    case off
    /// Only calls of what applications export.
    case calls
    /// Everything.
    case full

    package static func < (left: EvaluationPolicy, right: EvaluationPolicy) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .off: 0
        case .calls: 1
        case .full: 2
        }
    }
}
