import ControlProtocol
import Applications
import ConfigurationProviders
import JSONValues
import Posix

/// `RELEASE_COMMAND=describe`: one line of JSON on standard output.
enum DescribeCommand {
    static func run(
        _ applications: [any Application.Type],
        providers: [any ConfigurationProvider.Type],
        environment: [String: String]
    ) -> Never {
        do {
            var description = try ProgramDescription(applications)
            if let wanted = environment["RELEASE_PROVIDERS"] { try description.add(wanted, of: providers) }
            try FileDescriptor.standardOutput.write(description.json.text() + "\n")
            CurrentProcess.exitImmediately(ExitCode.done.rawValue)
        } catch {
            Complaint.write("error: \(error)")
            CurrentProcess.exitImmediately(ExitCode.configuration.rawValue)
        }
    }
}
