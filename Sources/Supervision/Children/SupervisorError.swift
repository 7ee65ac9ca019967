public import Processes

/// Why a supervisor did not do what it was asked to.
public enum SupervisorError: Error, Sendable {
    /// A child with this id runs, or the name of the child is taken.
    case alreadyStarted(ProcessID)
    /// A child with this id is known and does not run; restart or delete it.
    case alreadyPresent(ChildID)
    /// No such child.
    case notFound
    /// The child runs.
    case running
    /// The child is being restarted.
    case restarting
    /// There are as many children as there may be.
    case maxChildren(Int)
    /// The child did not start.
    case failed(any Error)
    /// The description of the child is wrong.
    case invalid(SpecError)
    /// The supervisor did not answer.
    case call(CallError)
}

extension SupervisorError: Equatable {
    /// Compares kinds and what they carry.
    public static func == (left: SupervisorError, right: SupervisorError) -> Bool {
        switch (left, right) {
        case (.alreadyStarted(let one), .alreadyStarted(let other)): one == other
        case (.alreadyPresent(let one), .alreadyPresent(let other)): one == other
        case (.notFound, .notFound), (.running, .running), (.restarting, .restarting): true
        case (.maxChildren(let one), .maxChildren(let other)): one == other
        case (.failed(let one), .failed(let other)): ExitReason.failed(one) == .failed(other)
        case (.invalid(let one), .invalid(let other)): one == other
        case (.call(let one), .call(let other)): one == other
        default: false
        }
    }
}

extension SupervisorError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .alreadyStarted(let process): "it runs already, as \(process)"
        case .alreadyPresent(let id): "child '\(id)' is known and does not run; use restart or delete"
        case .notFound: "the supervisor has no such child"
        case .running: "the child runs; end it first"
        case .restarting: "the child is being restarted; wait, or end it"
        case .maxChildren(let count): "the supervisor has \(count) children and may have no more"
        case .failed(let error): "the child did not start: \(error)"
        case .invalid(let error): error.description
        case .call(let error): "the supervisor did not answer: \(error)"
        }
    }
}
