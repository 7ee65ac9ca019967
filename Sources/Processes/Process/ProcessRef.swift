/// The address of a bare process, which knows what messages it takes.
public struct ProcessRef<Message: Sendable>: Sendable, Hashable {
    @usableFromInline let core: BareProcess<Message>

    /// The identity of the process.
    public var id: ProcessID {
        core.id
    }

    /// Sends a message; returns at once, and drops it when the process is not there.
    @inlinable public func send(_ message: Message) {
        guard core.system.allowsEffects else { return }
        core.deliver(typed: message)
    }

    /// Sends a message after a time.
    @discardableResult
    public func send(_ message: Message, after delay: Duration) -> ProcessTimer {
        id.send(message, after: delay)
    }

    /// Whether both are the same.
    public static func == (left: ProcessRef, right: ProcessRef) -> Bool {
        left.core === right.core
    }

    /// Hashes what makes it the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(core.number)
    }
}

extension ProcessRef: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        id.description
    }
}
