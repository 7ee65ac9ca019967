/// A binary heap of timers, earliest first, whose entries know their place, so that any can be removed.
struct TimerHeap {
    private var entries: [TimerEntry] = []

    var first: TimerEntry? {
        entries.first
    }

    var count: Int {
        entries.count
    }

    mutating func insert(_ entry: TimerEntry) {
        entry.position = entries.count
        entries.append(entry)
        siftUp(from: entries.count - 1)
    }

    mutating func remove(_ entry: TimerEntry) -> Bool {
        guard let position = entry.position else { return false }
        let last = entries.count - 1
        if position != last { swap(position, last) }
        entries.removeLast()
        entry.position = nil
        if position != last {
            siftDown(from: position)
            siftUp(from: position)
        }
        return true
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard TimerEntry.isEarlier(entries[child], entries[parent]) else { return }
            swap(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var earliest = parent
            for child in (2 * parent + 1)...(2 * parent + 2)
            where child < entries.count && TimerEntry.isEarlier(entries[child], entries[earliest]) {
                earliest = child
            }
            guard earliest != parent else { return }
            swap(parent, earliest)
            parent = earliest
        }
    }

    private mutating func swap(_ left: Int, _ right: Int) {
        entries.swapAt(left, right)
        entries[left].position = left
        entries[right].position = right
    }
}
