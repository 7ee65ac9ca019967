/// A first-in, first-out buffer that also allows looking at and removing from the middle.
@usableFromInline package struct RingBuffer<Element> {
    @usableFromInline var slots: [Element?] = []
    @usableFromInline var head = 0
    @usableFromInline package internal(set) var count = 0

    @inlinable package init() {}

    @inlinable package var isEmpty: Bool {
        count == 0
    }

    @inlinable package mutating func append(_ element: Element) {
        if count == slots.count { grow() }
        slots[slot(count)] = element
        count += 1
    }

    @inlinable package mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = slots[head].take()
        head = head + 1 == slots.count ? 0 : head + 1
        count -= 1
        return element
    }

    /// The element at a position counted from the oldest; `nil` beyond the end.
    @inlinable package subscript(position: Int) -> Element? {
        position < count ? slots[slot(position)] : nil
    }

    /// Removes one element, keeping the order of the others, and gives it, so that its end can be put off.
    @inlinable @discardableResult package mutating func remove(at position: Int) -> Element? {
        guard position < count else { return nil }
        let element = slots[slot(position)].take()
        if position < count / 2 {
            for index in stride(from: position, to: 0, by: -1) {
                slots[slot(index)] = slots[slot(index - 1)].take()
            }
            slots[head] = nil
            head = slot(1)
        } else {
            for index in position..<(count - 1) {
                slots[slot(index)] = slots[slot(index + 1)].take()
            }
            slots[slot(count - 1)] = nil
        }
        count -= 1
        return element
    }

    /// Puts elements before the oldest, in their order.
    @inlinable package mutating func prepend(contentsOf elements: [Element]) {
        var all = RingBuffer()
        for element in elements { all.append(element) }
        while let element = popFirst() { all.append(element) }
        self = all
    }

    /// Gives up spare memory while empty.
    @inlinable package mutating func releaseMemory() {
        guard isEmpty else { return }
        self = RingBuffer()
    }

    /// The elements, oldest first.
    @inlinable package var elements: [Element] {
        (0..<count).compactMap { self[$0] }
    }

    @inlinable func slot(_ position: Int) -> Int {
        let index = head + position
        return index >= slots.count ? index - slots.count : index
    }

    @usableFromInline mutating func grow() {
        var larger: [Element?] = []
        larger.reserveCapacity(max(2, slots.count * 2))
        for position in 0..<count { larger.append(slots[slot(position)].take()) }
        while larger.count < larger.capacity { larger.append(nil) }
        slots = larger
        head = 0
    }
}

extension RingBuffer: Sendable where Element: Sendable {}
