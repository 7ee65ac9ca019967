package import ControlProtocol
package import JSONValues
import Synchronization

/// The way back to whoever sent a request; can be used from any thread.
///
/// The first answer counts. A request whose reply is dropped without one is answered with a fault, so that no client
/// waits forever.
package final class ControlReply: Sendable {
    /// The id of the request, or nil when it was a notification.
    package let id: RequestID?
    private let connection: ControlConnection
    private let batch: ControlBatch?
    private let ticket: UInt64
    private let isAnswered = Atomic(false)

    init(id: RequestID?, connection: ControlConnection, batch: ControlBatch?) {
        self.id = id
        self.connection = connection
        self.batch = batch
        ticket = connection.beginRequest()
    }

    deinit {
        guard !isAnswered.load(ordering: .acquiring) else { return }
        answer(.failure(.fault("the request was dropped without an answer")))
    }

    /// Answers with a result.
    package func send(result: JSONValue) {
        answer(.success(result))
    }

    /// Answers with an error.
    package func send(error: ControlError) {
        answer(.failure(error))
    }

    /// Tells the client something without waiting; false when too much waits for it already, or it is gone.
    @discardableResult
    package func notify(_ method: String, _ params: JSONValue) -> Bool {
        connection.offer(ControlNotification(method: method, params: params).json.line)
    }

    /// Tells the client something, waiting while it is slow to read; false when it is gone.
    ///
    /// Only for threads made for this: never call it from the handler, nor from the task pool.
    package func blockingNotify(_ method: String, _ params: JSONValue) -> Bool {
        connection.offerWaiting(ControlNotification(method: method, params: params).json.line)
    }

    /// Runs `body` when the client is gone before the answer, at once if it already is.
    ///
    /// It runs on the socket's thread and must return at once.
    package func onClose(_ body: @escaping @Sendable () -> Void) {
        connection.whenClosed(during: ticket, body)
    }

    private func answer(_ outcome: Result<JSONValue, ControlError>) {
        guard !isAnswered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let response = id.map { ControlResponse(id: $0, outcome: outcome).json }
        if let batch {
            batch.settle(response)
        } else if let response {
            connection.enqueue(response.line)
        }
        connection.endRequest(ticket)
    }
}
