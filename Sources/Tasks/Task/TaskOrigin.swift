/// Where in the source a task was started: what stands for its function in reports.
public struct TaskOrigin: Hashable, Sendable {
    /// The function that started it.
    public let function: String
    /// The module and the file.
    public let fileID: String
    /// The line.
    public let line: UInt

    @inlinable init(function: String, fileID: String, line: UInt) {
        self.function = function
        self.fileID = fileID
        self.line = line
    }
}

extension TaskOrigin: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        "\(function) at \(fileID):\(line)"
    }
}
