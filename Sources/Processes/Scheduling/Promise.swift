/// A value that one side sets once and another waits for.
///
/// The value passes through our lock and not through the continuation, so whoever waits sees it ordered. Unchecked,
/// because all variables are guarded by `lock`.
package final class Promise<Value: Sendable>: @unchecked Sendable {
    private let lock = Lock()
    private var stored: Value?
    /// Who waits: mostly one.
    private var waiting: UnsafeContinuation<Void, Never>?
    private var others: [UnsafeContinuation<Void, Never>] = []

    package init() {}

    /// Sets the value; false when it has been set before, and then changes nothing.
    @discardableResult
    package func resolve(_ value: Value) -> Bool {
        lock.lock()
        guard stored == nil else {
            lock.unlock()
            return false
        }
        stored = value
        let waiting = waiting.take()
        let others = others
        if !others.isEmpty { self.others = [] }
        lock.unlock()
        waiting?.resume()
        for continuation in others { continuation.resume() }
        return true
    }

    package var current: Value? {
        lock.withLock { stored }
    }

    /// Waits until the value is set.
    package nonisolated(nonsending) func value() async -> Value {
        while true {
            if let value = current { return value }
            await withUnsafeContinuation { continuation in
                lock.lock()
                let isSet = stored != nil
                if !isSet {
                    if waiting == nil { waiting = continuation } else { others.append(continuation) }
                }
                lock.unlock()
                if isSet { continuation.resume() }
            }
        }
    }
}
