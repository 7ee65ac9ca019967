/// One message of a server, with what is to be done about it.
protocol ServerWork: Sendable {
    /// Whether it must run in a task.
    var isAsync: Bool { get }
    /// Who waits for an answer.
    var caller: (any Abandonable)? { get }
    /// What was sent, for reports.
    var content: any Sendable { get }

    func run(in process: ProcessCore)
    func runAsync(in process: ProcessCore) async
}

extension ServerWork {
    var isAsync: Bool { false }
    var caller: (any Abandonable)? { nil }

    func runAsync(in process: ProcessCore) async {
        run(in: process)
    }
}

extension GenServer {
    /// The process behind work of this server; work is put only into mailboxes of its own server.
    @inlinable static func process(_ process: AnyObject) -> GenServerProcess<Self> {
        unsafeDowncast(process, to: GenServerProcess<Self>.self)
    }
}

struct CallWork<Message: ServerCall>: ServerWork {
    typealias Server = Message.Server

    let message: Message
    let pending: PendingCall<Message.Response>

    var caller: (any Abandonable)? { pending }
    var content: any Sendable { message }

    func run(in process: ProcessCore) {
        let process = Server.process(process)
        process.answer(pending, process.attempt(message) { state, context in try message.handle(&state, context) })
    }
}

struct AsyncCallWork<Message: AsyncServerCall>: ServerWork {
    typealias Server = Message.Server

    let message: Message
    let pending: PendingCall<Message.Response>

    var isAsync: Bool { true }
    var caller: (any Abandonable)? { pending }
    var content: any Sendable { message }

    func run(in process: ProcessCore) {}

    func runAsync(in process: ProcessCore) async {
        let process = Server.process(process)
        process.answer(
            pending,
            await process.attemptAsync(self) { state, context in try await message.handle(&state, context) }
        )
    }
}

struct DeferredCallWork<Message: DeferredServerCall>: ServerWork {
    typealias Server = Message.Server

    let message: Message
    let pending: PendingCall<Message.Response>

    var caller: (any Abandonable)? { pending }
    var content: any Sendable { message }

    func run(in process: ProcessCore) {
        let process = Server.process(process)
        process.defer(pending)
        let reply = Reply(pending: pending, home: process)
        // Kept until the outcome is noted, so that a reply lost by a throw tells the reason, and not `noReply`.
        withExtendedLifetime(reply) {
            _ = process.attempt(message) { state, context in try message.handle(&state, reply, context) }
        }
    }
}

struct CastWork<Message: ServerCast>: ServerWork {
    typealias Server = Message.Server

    let message: Message

    var content: any Sendable { message }

    func run(in process: ProcessCore) {
        let process = Server.process(process)
        _ = process.attempt(message) { state, context in try message.handle(&state, context) }
    }
}

struct AsyncCastWork<Message: AsyncServerCast>: ServerWork {
    typealias Server = Message.Server

    let message: Message

    var isAsync: Bool { true }
    var content: any Sendable { message }

    func run(in process: ProcessCore) {}

    func runAsync(in process: ProcessCore) async {
        let process = Server.process(process)
        _ = await process.attemptAsync(self) { state, context in try await message.handle(&state, context) }
    }
}
