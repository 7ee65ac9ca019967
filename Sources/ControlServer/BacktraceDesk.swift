import ControlProtocol
import ControlSocket
import JSONValues
import Posix
import Synchronization

/// Takes one backtrace at a time: it interrupts every thread, so many at once would keep the node from its work.
///
/// Those who ask while one is taken share the next one.
final class BacktraceDesk: Sendable {
    /// How many may wait.
    static let limit = 64

    private struct State {
        var waiting: [ControlReply] = []
        var isOpen = false
    }

    private let state = Mutex(State())

    /// Answers with a backtrace that is taken after this call.
    func answer(_ reply: ControlReply, by node: any ControlledNode) throws(ControlError) {
        let mustOpen: Bool? = state.withLock { state in
            guard state.waiting.count < Self.limit else { return nil }
            state.waiting.append(reply)
            defer { state.isOpen = true }
            return !state.isOpen
        }
        guard let mustOpen else { throw .limit("\(Self.limit) backtraces are waited for already") }
        guard mustOpen else { return }
        do {
            try DedicatedThread.start("node-backtrace") { [self] in work(for: node) }
        } catch {
            refuse(.limit("no thread for the backtrace: \(error)"))
        }
    }

    private func work(for node: any ControlledNode) {
        while let replies = next() {
            let text = node.backtrace()
            for reply in replies { reply.send(result: ["text": .string(text)]) }
        }
    }

    /// Who gets the next backtrace; nil when nobody waits, and the thread ends.
    private func next() -> [ControlReply]? {
        state.withLock { state in
            defer { state.waiting = [] }
            state.isOpen = !state.waiting.isEmpty
            return state.isOpen ? state.waiting : nil
        }
    }

    private func refuse(_ error: ControlError) {
        for reply in next() ?? [] { reply.send(error: error) }
        state.withLock { $0.isOpen = false }
    }
}
