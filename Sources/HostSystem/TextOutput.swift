/// A place that text goes to: a terminal, a pipe, or memory in a test.
package protocol TextOutput: Sendable {
    /// Writes `text` as it is; nothing is added to it.
    func write(_ text: String)
}

extension TextOutput {
    /// Writes `line` and ends it.
    package func print(_ line: String = "") {
        write(line + "\n")
    }
}

extension TextOutput where Self == DescriptorOutput {
    /// The standard output of this program.
    package static var standardOutput: DescriptorOutput { DescriptorOutput(descriptor: 1) }

    /// The standard error output of this program.
    package static var standardError: DescriptorOutput { DescriptorOutput(descriptor: 2) }
}
