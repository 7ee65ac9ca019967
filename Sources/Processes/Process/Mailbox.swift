/// The mailbox of a bare process: messages and signals, in the order in which they came.
///
/// Both stand apart, because signals are few, and messages alone are handled without looking at what they are. Each
/// signal knows how many of the messages that wait came before it.
@frozen @usableFromInline struct Mailbox<Message: Sendable>: ~Copyable {
    @usableFromInline var messages = MailQueue<Message>()
    @usableFromInline var signals: [(before: Int, signal: Signal)] = []
    /// Whether a signal waits.
    @usableFromInline var hasSignals = false

    @inlinable init() {}

    @inline(__always) @inlinable var isEmpty: Bool {
        messages.isEmpty && !hasSignals
    }

    @inlinable var count: Int {
        hasSignals ? countWithSignals : messages.count
    }

    @inlinable mutating func append(_ message: consuming Message) {
        messages.append(message)
    }

    mutating func append(_ signal: Signal) {
        signals.append((messages.count, signal))
        hasSignals = true
    }

    /// Takes the oldest item if that is a message.
    @inlinable mutating func popMessage() -> Message? {
        if hasSignals { return popMessageAmongSignals() }
        return messages.popFirst()
    }

    /// Removes the oldest message, wherever it stands, and gives it, so that its end can be put off.
    @usableFromInline mutating func dropMessage() -> Message? {
        guard let message = messages.popFirst() else { return nil }
        for index in signals.indices where signals[index].before > 0 { signals[index].before -= 1 }
        return message
    }

    @usableFromInline mutating func popMessageAmongSignals() -> Message? {
        guard let first = signals.first, first.before > 0 else { return nil }
        let message = messages.popFirst()
        for index in signals.indices { signals[index].before -= 1 }
        return message
    }

    @usableFromInline var countWithSignals: Int {
        messages.count + signals.count
    }

    /// The item at a position counted from the oldest; `nil` beyond the end.
    subscript(position: Int) -> Mail<Message>? {
        let signal = signalIndex(position)
        if signal < signals.count, signals[signal].before + signal == position {
            return .signal(signals[signal].signal)
        }
        return messages[position - signal].map { .message($0) }
    }

    /// Removes one item, keeping the order of the others, and gives it, so that its end can be put off.
    mutating func remove(at position: Int) -> Mail<Message>? {
        let signal = signalIndex(position)
        if signal < signals.count, signals[signal].before + signal == position {
            let removed = signals.remove(at: signal).signal
            hasSignals = !signals.isEmpty
            return .signal(removed)
        }
        let removed = messages.remove(at: position - signal)
        for index in signal..<signals.count { signals[index].before -= 1 }
        return removed.map { .message($0) }
    }

    mutating func removeSignals(where matches: (Signal) -> Bool) {
        signals.removeAll { matches($0.signal) }
        hasSignals = !signals.isEmpty
    }

    /// The oldest items, so many, oldest first.
    func elements(upTo limit: Int) -> [Mail<Message>] {
        (0..<min(limit, count)).compactMap { self[$0] }
    }

    /// Empties the mailbox and gives up its memory; gives what was lost, in no order.
    mutating func close() -> (messages: [Message], signals: [(before: Int, signal: Signal)]) {
        defer {
            signals = []
            hasSignals = false
        }
        return (messages.takeAll(), signals)
    }

    /// How many signals stand before a position: those whose own position is less, which grows from one to the next.
    private func signalIndex(_ position: Int) -> Int {
        var low = 0
        var high = signals.count
        while low < high {
            let middle = (low + high) / 2
            if signals[middle].before + middle < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
