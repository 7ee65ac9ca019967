import NodeLogging

/// A server: state that one process owns, and messages that change it one at a time.
///
/// The type that conforms is the state; its messages are types of their own, each with what it does:
///
///     struct Stack: GenServer {
///         var items: [Int]
///
///         static func initialize(_ items: [Int], _ context: Context<Stack>) -> Stack? { Stack(items: items) }
///
///         struct Pop: ServerCall {
///             func handle(_ stack: inout Stack, _ context: Context<Stack>) -> Int? { stack.items.popLast() }
///         }
///         struct Push: ServerCast {
///             let item: Int
///             func handle(_ stack: inout Stack, _ context: Context<Stack>) { stack.items.append(item) }
///         }
///     }
///
///     let stack = try await Stack.startLink([1, 2])
///     stack.cast(Stack.Push(item: 3))
///     let top = try await stack.call(Stack.Pop())
///
/// What is to happen after a callback (a timeout, a continuation, the end) is said through its context. A callback
/// that throws ends the server with that error.
public protocol GenServer: SendableMetatype {
    /// What a server is started with.
    associatedtype Argument: Sendable

    /// Makes the first state; whoever starts the server waits for it.
    ///
    /// `nil` says that there is nothing to run: start throws `StartError.ignored`. A thrown `ExitReason` ends the
    /// server with that reason, a thrown `StartRefused` without hitting the linked starter. `terminate` is not called
    /// in any of these cases. Work that takes long belongs into a continuation: nothing limits the wait of the starter
    /// but `ServerOptions.timeout`, which is off by default, and code that blocks its thread may block the starter's.
    static func initialize(_ argument: Argument, _ context: Context<Self>) async throws -> Self?

    /// Takes a message that is neither a call nor a cast; by default it is logged as an error and ignored.
    mutating func handleInfo(_ message: any Sendable, _ context: Context<Self>) throws

    /// Takes a monitor's news, or, when the server traps exits, an exit; by default it is logged and ignored.
    mutating func handleSignal(_ signal: Signal, _ context: Context<Self>) throws

    /// No message came within the time that a callback had asked for.
    mutating func handleTimeout(_ context: Context<Self>) throws

    /// The server will probably be idle for long: a good moment to give up caches.
    ///
    /// What it says through its context counts as after any callback, except to hibernate again.
    mutating func handleHibernate(_ context: Context<Self>)

    /// The server ends; called after a stop, a throw, and, when it traps exits, an exit of its parent.
    ///
    /// It is not called for a kill, nor for a signal that hits a server which does not trap exits.
    mutating func terminate(_ reason: ExitReason, _ context: Context<Self>) async

    /// How reports and `sys` show the state; leave out what nobody should see.
    var statusDescription: String { get }

    /// How reports show a message; leave out what nobody should see.
    static func describe(_ message: any Sendable) -> String

    /// Whether `terminate` sees the state from before a callback that threw.
    ///
    /// Off by default: the state would be copied before every callback. When off, `terminate` sees what the callback
    /// had changed before it threw.
    static var keepsStateOnFailure: Bool { get }
}

extension GenServer {
    /// Logs the message as an error and ignores it.
    public mutating func handleInfo(_ message: any Sendable, _ context: Context<Self>) {
        context.system.log.error(
            "\(Self.self) got a message it does not know; implement handleInfo to take it",
            ["process": context.id, "message": Self.describe(message)]
        )
    }

    /// Logs the signal as an error and ignores it.
    public mutating func handleSignal(_ signal: Signal, _ context: Context<Self>) {
        context.system.log.error(
            "\(Self.self) got a signal it does not know; implement handleSignal to take it",
            ["process": context.id, "signal": signal]
        )
    }

    /// Logs the timeout as an error and ignores it.
    public mutating func handleTimeout(_ context: Context<Self>) {
        context.system.log.error(
            "\(Self.self) asked for a timeout and does not take it; implement handleTimeout",
            ["process": context.id]
        )
    }

    /// Does nothing.
    public mutating func handleHibernate(_ context: Context<Self>) {}

    /// Does nothing.
    public mutating func terminate(_ reason: ExitReason, _ context: Context<Self>) async {}

    /// The state as it prints.
    public var statusDescription: String {
        "\(self)"
    }

    /// The message as it prints.
    public static func describe(_ message: any Sendable) -> String {
        "\(message)"
    }

    /// Off.
    public static var keepsStateOnFailure: Bool {
        false
    }
}

extension GenServer where Argument == Self {
    /// Takes the argument itself as the first state.
    public static func initialize(_ argument: Self, _ context: Context<Self>) -> Self? {
        argument
    }
}
