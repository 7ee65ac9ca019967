import Processes

/// Which child serves which partition now; read without asking the supervisor.
final class PartitionTable<Child: ChildHandle>: Sendable {
    private let state: Locked<State>

    private struct State {
        var children: [Child?]
        var count: Int
    }

    init(partitions: Int) {
        state = Locked(State(children: Array(repeating: nil, count: max(0, partitions)), count: partitions))
    }

    /// How many partitions keys are spread over.
    var count: Int {
        get { state.withLock(\.count) }
        set { state.withLock { $0.count = newValue } }
    }

    /// How many partitions there were at the start.
    var total: Int {
        state.withLock(\.children.count)
    }

    func put(_ child: Child, at partition: Int) {
        state.withLock { $0.children[partition] = child }
    }

    func child(at partition: (Int) -> Int) -> Child? {
        state.withLock { state in state.count == 0 ? nil : state.children[partition(state.count)] }
    }
}
