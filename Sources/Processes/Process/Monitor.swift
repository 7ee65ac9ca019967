/// One observation of another process, made by `monitor(_:)`.
public struct Monitor: Hashable, Sendable {
    /// What is observed: the process, or the name by which it was found.
    public enum Target: Hashable, Sendable {
        /// A process, given by its identity.
        case process(ProcessID)
        /// Whoever held this name when the monitor was made.
        case name(ProcessName)
    }

    let number: UInt64
    /// What is observed.
    public let target: Target

    /// Whether both are the same.
    public static func == (left: Monitor, right: Monitor) -> Bool {
        left.number == right.number
    }

    /// Hashes what makes it the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(number)
    }
}

extension Monitor: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        switch target {
        case .process(let process): process.description
        case .name(let name): name.description
        }
    }
}
