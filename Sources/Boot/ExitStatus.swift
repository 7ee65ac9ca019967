import ControlServer

/// Ends an evaluation with an exit status of the caller's command.
///
/// Thrown by an exported function, it becomes the status of `rpc` or `eval`; 0 ends it without a result.
public struct ExitStatus: Error, Hashable, Sendable, CustomStringConvertible {
    /// The status, from 0 to 255.
    public let code: Int32

    /// A status; what does not fit into 8 bits is cut off, as the system does.
    public init(_ code: Int32) {
        self.code = code & 0xff
    }

    /// The status in words.
    public var description: String { "exit status \(code)" }
}

extension ExitStatus: EvaluationEnding {
    package var status: Int32 { code }
}
