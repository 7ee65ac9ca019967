package import ControlProtocol
import JSONValues
import Posix

/// What an evaluation prints while it runs.
package enum RpcOutput {
    /// Passes on a piece of the evaluation's output.
    package static func show(_ notification: ControlNotification) {
        guard notification.method == "output", let text = notification.params["text"]?.asString else { return }
        let isError = notification.params["stream"]?.asString == "stderr"
        // A closed output raises SIGPIPE or is not wanted; the evaluation's result still is.
        _ = try? (isError ? FileDescriptor.standardError : .standardOutput).write(text)
    }
}
