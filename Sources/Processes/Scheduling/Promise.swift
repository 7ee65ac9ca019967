/// A value that one side sets once and another waits for.
///
/// The value passes through our lock and not with the task that rests, so whoever waits sees it ordered. Unchecked,
/// because all variables are guarded by `lock`.
package final class Promise<Value: Sendable>: TaskWaker, @unchecked Sendable {
    private let lock = Lock()
    @exclusivity(unchecked) private var stored: Value?
    /// Whether `stored` is there, for code that does not know its type and would have to look that up.
    @exclusivity(unchecked) private var isSet = false
    /// Who waits: mostly one.
    @exclusivity(unchecked) private var waiting: RestingTask?
    @exclusivity(unchecked) private var others: [RestingTask] = []

    package override init() {}

    /// Sets the value; false when it has been set before, and then changes nothing.
    @discardableResult
    package func resolve(_ value: Value) -> Bool {
        lock.lock()
        guard !isSet else {
            lock.unlock()
            return false
        }
        stored = value
        isSet = true
        let waiting = waiting.take()
        let others = others
        if !others.isEmpty { self.others = [] }
        lock.unlock()
        waiting?.resume()
        for task in others { task.resume() }
        return true
    }

    package var current: Value? {
        lock.withLock { stored }
    }

    /// Waits until the value is set.
    package nonisolated(nonsending) func value() async -> Value {
        while true {
            if let value = current { return value }
            await rest()
        }
    }

    @usableFromInline package override func taskRests(_ task: RestingTask) {
        lock.lock()
        let goesOn = isSet
        if !goesOn {
            if waiting == nil { waiting = task } else { others.append(task) }
        }
        lock.unlock()
        if goesOn { task.resume() }
    }
}
