/// What waits in a mailbox, oldest first, in one piece of memory that its owner alone has.
///
/// Unlike a `RingBuffer` it cannot be copied, so that it need not look who else has it: a message is put in and taken
/// out by moving it.
@frozen @usableFromInline struct MailQueue<Element>: ~Copyable {
    /// Room for `capacity` elements, a power of two or nothing; `count` of them from `head` on, in a circle, are there.
    @usableFromInline var slots: UnsafeMutablePointer<Element>?
    @usableFromInline var capacity = 0
    @usableFromInline var head = 0
    @usableFromInline var count = 0

    @inlinable init() {}

    @inlinable deinit {
        guard let slots else { return }
        for position in 0..<count { (slots + ((head + position) & (capacity - 1))).deinitialize(count: 1) }
        slots.deallocate()
    }

    @inline(__always) @inlinable var isEmpty: Bool {
        count == 0
    }

    @inlinable mutating func append(_ element: consuming Element) {
        if count == capacity { grow() }
        guard let slots else { return }
        (slots + ((head + count) & (capacity - 1))).initialize(to: element)
        count += 1
    }

    @inlinable mutating func popFirst() -> Element? {
        guard count > 0, let slots else { return nil }
        let slot = slots + head
        head = (head + 1) & (capacity - 1)
        count -= 1
        return slot.move()
    }

    /// The element at a position counted from the oldest; `nil` beyond the end.
    @inlinable subscript(position: Int) -> Element? {
        guard position < count, let slots else { return nil }
        return slots[(head + position) & (capacity - 1)]
    }

    /// Whether there is an oldest element and it is like this; looks at it in its place.
    @inlinable func firstIs(_ matches: (borrowing Element) -> Bool) -> Bool {
        guard count > 0, let slots else { return false }
        return matches(slots[head])
    }

    /// Whether there are so many elements and the newest are all like this; looks at them in their places.
    @inlinable func lastAre(_ number: Int, _ matches: (borrowing Element) -> Bool) -> Bool {
        guard count >= number, let slots else { return false }
        return (count - number..<count).allSatisfy { matches(slots[(head + $0) & (capacity - 1)]) }
    }

    /// Removes one element, keeping the order of the others, and gives it, so that its end can be put off.
    @discardableResult
    mutating func remove(at position: Int) -> Element? {
        guard position < count, let slots else { return nil }
        let element = (slots + ((head + position) & (capacity - 1))).move()
        if position < count / 2 {
            for index in stride(from: position, to: 0, by: -1) { shift(slots, from: index - 1, to: index) }
            head = (head + 1) & (capacity - 1)
        } else {
            for index in position..<(count - 1) { shift(slots, from: index + 1, to: index) }
        }
        count -= 1
        return element
    }

    private func shift(_ slots: UnsafeMutablePointer<Element>, from: Int, to: Int) {
        (slots + ((head + to) & (capacity - 1))).moveInitialize(
            from: slots + ((head + from) & (capacity - 1)),
            count: 1
        )
    }

    /// Takes all, oldest first, and gives up the memory.
    mutating func takeAll() -> [Element] {
        var all: [Element] = []
        all.reserveCapacity(count)
        while let element = popFirst() { all.append(element) }
        releaseMemory()
        return all
    }

    /// Gives up the memory while empty.
    mutating func releaseMemory() {
        guard isEmpty else { return }
        slots?.deallocate()
        slots = nil
        capacity = 0
        head = 0
    }

    /// The oldest elements, so many, oldest first.
    func elements(upTo limit: Int) -> [Element] {
        (0..<min(limit, count)).compactMap { self[$0] }
    }

    @usableFromInline mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: max(2, capacity * 2))
        if let slots {
            let first = min(count, capacity - head)
            larger.moveInitialize(from: slots + head, count: first)
            (larger + first).moveInitialize(from: slots, count: count - first)
            slots.deallocate()
        }
        slots = larger
        capacity = max(2, capacity * 2)
        head = 0
    }
}
