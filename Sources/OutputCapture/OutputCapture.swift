/// Hands what a task prints to whoever asked for it.
///
/// Swift has no output of its own for each task. Every `print` and `debugPrint` of a task inside `capturing`, and of
/// the tasks it starts, reaches the receiver, and standard output as ever. `dump` and direct writes do not.
package enum OutputCapture {
    /// Takes what a task prints.
    ///
    /// A struct, because a task-local closure crashes the compiler when it optimises.
    private struct Receiver: Sendable {
        let receive: @Sendable (String) -> Void
    }

    @TaskLocal private static var receiver: Receiver?

    /// Makes `print` look for receivers.
    ///
    /// Call it once, before the program has a second thread: the variable behind it is a plain global.
    package static func install() {
        _playgroundPrintHook = { text in
            receiver?.receive(text)
        }
    }

    /// Runs `operation`, handing what it prints to `receive` on the thread that prints it.
    package static func capturing<Value>(
        _ receive: @escaping @Sendable (String) -> Void,
        isolation: isolated (any Actor)? = #isolation,
        _ operation: () async throws -> Value
    ) async rethrows -> Value {
        try await $receiver.withValue(Receiver(receive: receive), operation: operation)
    }
}
