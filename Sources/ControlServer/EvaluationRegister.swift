import ControlProtocol
import Synchronization

/// Knows which evaluation belongs to which request of which connection.
final class EvaluationRegister: Sendable {
    private struct Key: Hashable {
        var connection: UInt64
        var id: RequestID
    }

    private let numbers = Mutex<[Key: Int]>([:])

    func add(_ number: Int, as id: RequestID, of connection: UInt64) {
        numbers.withLock { $0[Key(connection: connection, id: id)] = number }
    }

    func remove(_ id: RequestID, of connection: UInt64) {
        numbers.withLock { _ = $0.removeValue(forKey: Key(connection: connection, id: id)) }
    }

    func number(of id: RequestID, of connection: UInt64) -> Int? {
        numbers.withLock { $0[Key(connection: connection, id: id)] }
    }
}
