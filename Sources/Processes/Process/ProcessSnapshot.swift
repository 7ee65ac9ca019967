/// What can be said about a process at one moment.
public struct ProcessSnapshot: Sendable {
    /// What a process is doing.
    public enum Status: String, Hashable, Sendable {
        /// Its code runs.
        case running
        /// It waits for messages.
        case waiting
        /// It was suspended through `sys`.
        case suspended
        /// An exit signal has hit it; its code is on the way to its end.
        case exiting
    }

    /// The process.
    public var id: ProcessID
    /// What code runs in it: the type of a server, or `process`.
    public var kind: String
    /// What it is doing.
    public var status: Status
    /// Its name.
    public var name: ProcessName?
    /// Its label.
    public var label: String?
    /// How many messages wait.
    public var messageQueueLength: Int
    /// The waiting messages, oldest first, as they print; of a long backlog the first `messageLimit`.
    public var messages: [String]
    /// The processes it is linked to.
    public var links: [ProcessID]
    /// The processes it monitors.
    public var monitors: [ProcessID]
    /// The processes that monitor it.
    public var monitoredBy: [ProcessID]
    /// Whether exit signals come as messages.
    public var trapsExits: Bool
    /// The priority of its tasks; `nil` is the usual one.
    public var priority: TaskPriority?
    /// What it keeps for itself, by name of the key, as it prints.
    public var dictionary: [String: String]
    /// Who started it, and who started that one, nearest first.
    public var ancestors: [ProcessID]
    /// How many messages it has handled; only servers count.
    public var messagesHandled: Int

    /// How many waiting messages are shown, so that a look at a process with a backlog does not hold up its senders.
    public static let messageLimit = 1_000
}

extension ProcessID {
    /// What can be said about the process now; `nil` when it is not alive.
    public var info: ProcessSnapshot? {
        snapshot(showsMessages: true)
    }

    /// One item of `info`; `nil` when the process is not alive.
    public func info<Value>(_ item: KeyPath<ProcessSnapshot, Value>) -> Value? {
        snapshot(showsMessages: item == \.messages)?[keyPath: item]
    }

    /// Several items of `info` at one moment; `nil` when the process is not alive.
    public func info<each Value>(_ items: repeat KeyPath<ProcessSnapshot, each Value>) -> (repeat each Value)? {
        var showsMessages = false
        for item in repeat each items { showsMessages = showsMessages || item == \ProcessSnapshot.messages }
        guard let snapshot = snapshot(showsMessages: showsMessages) else { return nil }
        return (repeat snapshot[keyPath: each items])
    }

    /// To print messages takes long, and mostly only their number is wanted.
    private func snapshot(showsMessages: Bool) -> ProcessSnapshot? {
        core.snapshot(ofEnded: false, messages: showsMessages ? ProcessSnapshot.messageLimit : 0)
    }

    /// The label of the process, if it has one and is alive.
    public var label: String? {
        core.lock.withLock { core.phase.isRunning ? core.rarities?.label : nil }
    }
}

extension ProcessCore {
    /// What is known about the process; `nil` for one that is not alive, unless that is wanted.
    ///
    /// Of the messages it shows so many. How they and other values print is code of the user, which may look at this very
    /// process: it runs without the lock.
    func snapshot(ofEnded isWanted: Bool, messages limit: Int) -> ProcessSnapshot? {
        lock.lock()
        guard phase.isRunning || isWanted else {
            lock.unlock()
            return nil
        }
        var snapshot = plainSnapshotLocked()
        let dictionary = rarities?.dictionary ?? [:]
        let describeMessages = describeLocked(&snapshot, messages: limit)
        lock.unlock()
        snapshot.dictionary = dictionary.mapValues { "\($0)" }
        snapshot.messages = describeMessages()
        return snapshot
    }

    private func plainSnapshotLocked() -> ProcessSnapshot {
        ProcessSnapshot(
            id: id,
            kind: kindLocked,
            status: phase.isRunning ? (hasWorkLocked ? .running : .waiting) : .exiting,
            name: name,
            label: rarities?.label,
            messageQueueLength: 0,
            messages: [],
            links: links.values.map(ProcessID.init),
            monitors: monitors.values.map(ProcessID.init),
            monitoredBy: watchers.values.compactMap { watcher in
                if case .process(let process, _) = watcher { ProcessID(process) } else { nil }
            },
            trapsExits: trapsExits,
            priority: priority,
            dictionary: [:],
            ancestors: ancestors,
            messagesHandled: 0
        )
    }
}
