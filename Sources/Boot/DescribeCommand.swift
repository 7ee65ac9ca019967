import ControlProtocol
import Applications
import JSONValues
import Posix

/// `RELEASE_COMMAND=describe`: one line of JSON on standard output.
enum DescribeCommand {
    static func run(_ applications: [any Application.Type]) -> Never {
        do {
            let description = try ProgramDescription(applications)
            try FileDescriptor.standardOutput.write(description.json.text() + "\n")
            CurrentProcess.exitImmediately(ExitCode.done.rawValue)
        } catch {
            Complaint.write("error: \(error)")
            CurrentProcess.exitImmediately(ExitCode.configuration.rawValue)
        }
    }
}
