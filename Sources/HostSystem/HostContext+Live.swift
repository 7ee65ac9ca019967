import CHostSystem
import Glibc

extension HostContext {
    /// The real thing: this program's environment, directory, outputs and terminal.
    package static func live() -> HostContext {
        let environment = currentEnvironment()
        return HostContext(
            environment: environment,
            directory: currentDirectory(),
            output: .standardOutput,
            errorOutput: .standardError,
            input: StandardInput(),
            terminal: Terminal(descriptor: 2, environment: environment),
            subprocesses: LiveSubprocessRunner()
        )
    }

    private static func currentEnvironment() -> [String: String] {
        var environment: [String: String] = [:]
        var next = host_environment()
        while let pointer = next, let entry = pointer.pointee {
            let text = String(cString: entry)
            if let separator = text.firstIndex(of: "=") {
                environment[String(text[..<separator])] = String(text[text.index(after: separator)...])
            }
            next = pointer.advanced(by: 1)
        }
        return environment
    }

    private static func currentDirectory() -> String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}
