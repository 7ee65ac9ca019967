/// The names of a process system.
package final class NameTable: Sendable {
    struct Key: Hashable, Sendable {
        let text: String
        let isGlobal: Bool
    }

    private let holders = Locked<[Key: ProcessCore]>([:])

    func holder(of key: Key) -> ProcessID? {
        holders.withLock { $0[key] }.map(ProcessID.init)
    }

    /// Takes a name; gives back the living process that holds it otherwise.
    func claim(_ key: Key, for process: ProcessCore) -> ProcessID? {
        holders.withLock { holders in
            if let holder = holders[key], holder !== process {
                let isAlive = holder.lock.withLock { holder.phase.isRunning }
                if isAlive { return ProcessID(holder) }
            }
            holders[key] = process
            return nil
        }
    }

    func release(_ key: Key, by process: ProcessCore) {
        holders.withLock { holders in
            if holders[key] === process { holders[key] = nil }
        }
    }

    var all: [ProcessName] {
        holders.withLock { holders in
            holders.keys.map { $0.isGlobal ? .global($0.text) : ProcessName($0.text) }
        }
    }
}
