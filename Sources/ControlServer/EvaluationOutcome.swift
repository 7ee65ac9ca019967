import ControlProtocol
package import Expressions

/// How an evaluation ended.
package enum EvaluationOutcome: Sendable {
    /// With a value.
    case value(Expressions.EvaluationResult)
    /// With a status that the code asked for.
    case status(Int32)
    /// Not: the code threw, or the text is wrong.
    case failed(message: String)
    /// It was given up.
    case cancelled
    /// Its time was over; it may still run when it never suspends.
    case overdue(limit: Duration)
    /// It was not begun.
    case refused(EvaluationRefusal)
}

/// Why an evaluation was not begun.
package enum EvaluationRefusal: Error, Sendable, Equatable {
    /// Evaluation is switched off.
    case off
    /// The text is Swift, which only calls are allowed beside.
    case onlyCalls
    /// The text is Swift, which this version cannot evaluate.
    case noSwift(names: [String])
    /// Too many evaluations run.
    case limit(Int)
    /// The system gives no thread.
    case noThread(String)

    /// The exit status of a command that was refused this.
    package var exitCode: Int32 {
        switch self {
        case .off, .onlyCalls: ExitCode.configuration.rawValue
        case .noSwift: ExitCode.usage.rawValue
        case .limit, .noThread: ExitCode.notNow.rawValue
        }
    }
}

extension EvaluationRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .off:
            "evaluation is switched off on this node; '-evaluation calls' or 'full' in vm.args allows it"
        case .onlyCalls:
            "only calls are evaluated on this node; other Swift is not evaluated yet, with '-evaluation full' in vm.args neither"
        case .noSwift(let names):
            """
            this is Swift beyond calls, which this version cannot evaluate yet; what works are literals and calls of \
            what is exported, under \(names.joined(separator: ", "))
            """
        case .limit(let limit):
            "\(limit) evaluations run already; 'status' lists them"
        case .noThread(let reason):
            "no thread for the evaluation: \(reason)"
        }
    }
}
