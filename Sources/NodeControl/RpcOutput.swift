package import ControlProtocol
import JSONValues
import Posix

/// What an evaluation prints while it runs.
package final class RpcOutput {
    private var failure: PosixError?

    package init() {}

    /// Passes on a piece of the evaluation's output; the evaluation goes on although that fails.
    package func show(_ notification: ControlNotification) {
        guard notification.method == "output", let text = notification.params["text"]?.asString else { return }
        let isError = notification.params["stream"]?.asString == "stderr"
        do throws(PosixError) {
            try (isError ? FileDescriptor.standardError : .standardOutput).write(text)
        } catch {
            failure = failure ?? error
        }
    }

    /// Throws when a piece could not be passed on.
    package func check() throws(NodeControlError) {
        if let failure { throw .system(failure) }
    }
}
