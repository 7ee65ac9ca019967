/// Why a command ends without its result: what to tell, and with which status to end.
package struct CommandError: Error, Hashable, Sendable, CustomStringConvertible {
    package var code: ExitCode
    package var message: String
    /// Further lines, such as a compiler's output, shown as they are before the message.
    package var output: String
    /// What to do about it, shown as a note.
    package var note: String?

    package init(_ code: ExitCode, _ message: String, output: String = "", note: String? = nil) {
        self.code = code
        self.message = message
        self.output = output
        self.note = note
    }

    package var description: String { message }
}
