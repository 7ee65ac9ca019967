public import Processes

/// The result of a task, as it comes to an owner that does something else than to wait for it.
///
/// A server gets it in `handleInfo`, a bare process among its messages if they are of this type. A
/// `Signal.down` of the same monitor follows. Whoever takes the result from the task itself gets neither.
///
///     mutating func handleInfo(_ message: any Sendable, _ context: Context<Prices>) {
///         if let reply = message as? TaskReply<Price>, reply.monitor == request.monitor { price = reply.value }
///     }
public struct TaskReply<Success: Sendable>: RevocableMessage {
    /// The monitor of the task, to tell one from another.
    public let monitor: Monitor
    /// What the task gave.
    public let value: Success
}
