import Synchronization

/// Finds the moment at which no process has anything to do; costs nothing while nobody asks.
@usableFromInline package final class Quiescence: Sendable {
    private let watchers = Atomic<Int>(0)
    private let ends = Atomic<Int>(0)
    private let state = Locked(State())

    package init() {}

    private struct State {
        var activity = 0
        var waiting: [Promise<Void>] = []
    }

    /// Notes that a process ends, until `ended`: it is in no list any more, and others are still to hear of it.
    func beganToEnd() {
        ends.wrappingAdd(1, ordering: .sequentiallyConsistent)
    }

    func ended() {
        // Before as well: who has looked while it went on must look again, and sees only afterwards that it is over.
        note()
        ends.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        note()
    }

    /// Notes that a process began or ended work.
    @usableFromInline package func note() {
        guard watchers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        let waiting = state.withLock { state in
            state.activity += 1
            defer { state.waiting = [] }
            return state.waiting
        }
        for promise in waiting { promise.resolve(()) }
    }

    /// Returns once every process waits with an empty mailbox, or with none that it wants.
    package func wait(for processes: () -> [ProcessCore]) async {
        await waitUntil {
            // Asked twice: an end may come up behind the look at those who are to hear of it.
            hasNoEnds
                && processes().allSatisfy { process in process.lock.withLock { !process.hasWorkLocked } }
                && hasNoEnds
        }
    }

    private var hasNoEnds: Bool {
        ends.load(ordering: .sequentiallyConsistent) == 0
    }

    /// Returns once a condition holds, or the present task is cancelled; it is asked again after every note.
    package func waitUntil(_ condition: () -> Bool) async {
        watchers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        defer { watchers.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
        // A test whose time is over must come to its end, also while there is always something new.
        while !Task.isCancelled {
            let before = state.withLock(\.activity)
            let isMet = condition()
            let promise = Promise<Void>()
            let changed = state.withLock { state in
                if state.activity == before, !isMet { state.waiting.append(promise) }
                return state.activity != before
            }
            if changed {
                // Swift's pool may have a single thread, and it is others who cancel.
                await Task.yield()
                continue
            }
            if isMet { return }
            await withTaskCancellationHandler {
                await promise.value()
            } onCancel: {
                promise.resolve(())
            }
        }
    }
}
