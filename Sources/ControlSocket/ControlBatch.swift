import ControlProtocol
import JSONValues
import Synchronization

/// Collects the answers to a batch of requests and sends them together.
final class ControlBatch: Sendable {
    private struct State {
        var open: Int
        var responses: [JSONValue] = []
    }

    private let connection: ControlConnection
    private let state: Mutex<State>

    init(count: Int, connection: ControlConnection) {
        self.connection = connection
        state = Mutex(State(open: count))
    }

    /// Takes the answer to one request; notifications have none.
    func settle(_ response: JSONValue?) {
        let finished: [JSONValue]? = state.withLock { state in
            state.open -= 1
            if let response { state.responses.append(response) }
            return state.open == 0 ? state.responses : nil
        }
        guard let finished, !finished.isEmpty else { return }
        connection.enqueue(JSONValue.array(finished).line)
    }
}
