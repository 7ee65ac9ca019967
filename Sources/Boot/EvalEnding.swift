import Applications
import ControlProtocol
import ControlServer
import Expressions
import Glibc
import JSONValues
import Posix

/// How `eval` ends: the result on standard output, a message on standard error, a status.
struct EvalEnding: Sendable {
    let controller: ApplicationController
    let settings: NodeSettings
    let printsJSON: Bool

    /// Tells the outcome and ends the process, after stopping what the code has started.
    func finish(_ outcome: EvaluationOutcome) {
        let status = tell(outcome)
        guard controller.status.contains(where: { $0.state == .running }) else { CurrentProcess.exit(status) }
        stopLater(status)
        Task {
            await controller.stop()
            CurrentProcess.exit(status)
        }
    }

    private func tell(_ outcome: EvaluationOutcome) -> Int32 {
        // What the code printed comes first: it may still lie in the C library.
        fflush(nil)
        switch outcome {
        case .value(let value): return tell(value)
        case .status(let status): return status
        case .failed(let message): return complain(ExitCode.failed.rawValue, message)
        case .cancelled: return complain(ExitCode.failed.rawValue, "the evaluation was cancelled")
        case .overdue(let limit): return complain(ExitCode.deadline.rawValue, "no result within \(limit.inSeconds) s")
        case .refused(let refusal): return complain(refusal.exitCode, refusal.description)
        }
    }

    private func tell(_ value: Expressions.EvaluationResult) -> Int32 {
        if printsJSON, value.json == nil, !value.text.isEmpty {
            let message = "the value is not Encodable, so it has no JSON: \(value.text)"
            return complain(ExitCode.failed.rawValue, message)
        }
        let text = printsJSON ? value.json?.text() ?? "" : value.text
        guard !text.isEmpty else { return ExitCode.done.rawValue }
        do {
            try FileDescriptor.standardOutput.write(text + "\n")
            return ExitCode.done.rawValue
        } catch {
            return complain(ExitCode.failed.rawValue, "the result cannot be written: \(error)")
        }
    }

    private func complain(_ status: Int32, _ message: String) -> Int32 {
        Complaint.write("error: \(message)")
        return status
    }

    /// Ends the process also when what was started does not stop.
    private func stopLater(_ status: Int32) {
        do {
            let limit = settings.stopLimit + settings.killLimit
            _ = try DeadlineTimer().schedule(after: limit) { CurrentProcess.exitImmediately(status) }
        } catch {
            CurrentProcess.exit(status)
        }
    }

    /// Ends the process before anything was evaluated.
    static func fail(_ status: Int32, _ message: String) -> Never {
        Complaint.write("error: \(message)")
        CurrentProcess.exit(status)
    }
}
