/// How a subprocess ended.
package enum SubprocessStatus: Hashable, Sendable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    /// The number that a shell would report.
    package var code: Int32 {
        switch self {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        }
    }

    package var isSuccess: Bool { self == .exited(0) }

    package var description: String {
        switch self {
        case .exited(let code): "exit status \(code)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}

/// What a subprocess left behind.
package struct SubprocessResult: Sendable {
    package var status: SubprocessStatus
    /// The captured output.
    package var output: [UInt8]
    /// The captured error output; empty when it was merged.
    package var errorOutput: [UInt8]

    package init(status: SubprocessStatus, output: [UInt8] = [], errorOutput: [UInt8] = []) {
        self.status = status
        self.output = output
        self.errorOutput = errorOutput
    }

    package var outputText: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: errorOutput, as: UTF8.self) }
}

/// Runs subprocesses, or in a test pretends to.
package protocol SubprocessRunner: Sendable {
    /// Runs `subprocess`, whose environment and directory are filled in, to its end.
    func run(_ subprocess: Subprocess) throws(HostError) -> SubprocessResult
}
