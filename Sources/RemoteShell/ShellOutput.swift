import Posix

/// Where the shell writes to beside results; a terminal that has gone away is no reason to fail otherwise than by its end.
enum ShellOutput {
    /// Shows a prompt.
    static func prompt(_ text: String) {
        _ = try? FileDescriptor.standardOutput.write(text)
    }

    /// Shows what went wrong.
    static func complain(_ text: String) {
        guard !text.isEmpty else { return }
        _ = try? FileDescriptor.standardError.write("error: \(text)\n")
    }

    /// Shows something beside results and errors.
    static func note(_ text: String) {
        _ = try? FileDescriptor.standardError.write(text + "\n")
    }
}
