import Posix

extension NodeControlError {
    /// Prints a result to the standard output, with a line end.
    package static func printing(_ text: String) throws(NodeControlError) {
        try system { () throws(PosixError) in try FileDescriptor.standardOutput.write(text + "\n") }
    }
}
