import Processes

/// Which child serves which partition now; read without asking the supervisor.
final class PartitionTable<Child: ChildHandle>: Sendable {
    private let state: Locked<State>

    private struct State {
        var children: [Child?]
        var count: Int
    }

    /// More than this is a mistake: each is a process.
    static var limit: Int { 1_000_000 }

    /// A table for so many partitions; a number that `check` refuses gets none.
    init(partitions: Int) {
        let count = (1...Self.limit).contains(partitions) ? partitions : 0
        state = Locked(State(children: Array(repeating: nil, count: count), count: count))
    }

    /// Refuses a number of partitions that there cannot be.
    func check(_ partitions: Int) throws(SpecError) {
        guard partitions >= 1 else { throw .partitionsNotPositive(partitions) }
        guard partitions <= Self.limit else { throw .tooManyPartitions(partitions, limit: Self.limit) }
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
