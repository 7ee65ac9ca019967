import ControlProtocol

/// Who waits for a node to be ready, and what they are told.
struct Readiness {
    enum Answer: Equatable {
        case ready
        case failed(code: Int32, message: String)
        case stopping

        /// The error for whoever waited; `nil` when all is well.
        var error: ControlError? {
            switch self {
            case .ready: nil
            case .failed(let code, let message): .failed(message, exit: code)
            case .stopping: .notNow("the node is stopping")
            }
        }
    }

    typealias Waiter = @Sendable (ControlError?) -> Void

    private var answer: Answer?
    private var waiters: [Waiter] = []

    /// Remembers a waiter, or returns the answer when there is one.
    mutating func add(_ waiter: @escaping Waiter) -> Answer? {
        if answer == nil { waiters.append(waiter) }
        return answer
    }

    /// Sets the answer; returns who has waited for it.
    ///
    /// A failure stays one, even while the node stops.
    mutating func settle(_ answer: Answer) -> [Waiter] {
        if case .failed = self.answer { return [] }
        self.answer = answer
        defer { waiters = [] }
        return waiters
    }
}
