/// Something that is found by a key.
@usableFromInline protocol Keyed: AnyObject {
    associatedtype Key: Hashable

    var key: Key { get }
    var hash: Int { get }
}

/// A hash table of objects that know their keys.
///
/// Unlike a dictionary it hashes a key once for all that is done with it, and a search neither retains nor releases
/// anything: readers on several threads would be in each other's way with the counts of references.
@usableFromInline struct KeyTable<Element: Keyed>: ~Copyable {
    @usableFromInline struct Bucket {
        @usableFromInline var hash: Int
        @usableFromInline var element: Unmanaged<Element>?

        @inlinable init(hash: Int = 0, element: Unmanaged<Element>? = nil) {
            self.hash = hash
            self.element = element
        }
    }

    @usableFromInline var buckets: UnsafeMutablePointer<Bucket>
    @usableFromInline var mask: Int
    @usableFromInline var count = 0

    @inlinable init() {
        mask = 7
        buckets = Self.makeBuckets(8)
    }

    /// Gives everything back; the table must not be used afterwards.
    ///
    /// No `deinit`, because the compiler cannot inline what has one.
    func destroy() {
        for position in 0...mask { buckets[position].element?.release() }
        buckets.deallocate()
    }

    @inlinable static func makeBuckets(_ capacity: Int) -> UnsafeMutablePointer<Bucket> {
        let buckets = UnsafeMutablePointer<Bucket>.allocate(capacity: capacity)
        buckets.initialize(repeating: Bucket(), count: capacity)
        return buckets
    }

    /// The element with a key; it is good as long as the table is not changed.
    @inlinable func find(_ key: Element.Key, _ hash: Int) -> Unmanaged<Element>? {
        var position = hash & mask
        while let element = buckets[position].element {
            if buckets[position].hash == hash, element._withUnsafeGuaranteedRef({ $0.key == key }) { return element }
            position = (position + 1) & mask
        }
        return nil
    }

    /// Adds an element whose key is not there.
    @inlinable mutating func insert(_ element: Element) {
        if (count + 1) * 4 > (mask + 1) * 3 { resize(to: (mask + 1) * 2) }
        put(Bucket(hash: element.hash, element: .passRetained(element)))
        count += 1
    }

    @inlinable func put(_ bucket: Bucket) {
        var position = bucket.hash & mask
        while buckets[position].element != nil { position = (position + 1) & mask }
        buckets[position] = bucket
    }

    /// Takes this very element out; `nil` when it is not there.
    @inlinable mutating func remove(_ element: Element) -> Element? {
        var position = element.hash & mask
        while let found = buckets[position].element {
            if found.toOpaque() == Unmanaged.passUnretained(element).toOpaque() {
                closeGap(at: position)
                count -= 1
                shrinkIfSparse()
                return found.takeRetainedValue()
            }
            position = (position + 1) & mask
        }
        return nil
    }

    /// Moves what stands behind a gap forward, so that searches still find it.
    @inlinable func closeGap(at start: Int) {
        var gap = start
        var position = (start + 1) & mask
        while buckets[position].element != nil {
            let distanceFromHome = (position - buckets[position].hash) & mask
            if distanceFromHome >= (position - gap) & mask {
                buckets[gap] = buckets[position]
                gap = position
            }
            position = (position + 1) & mask
        }
        buckets[gap] = Bucket()
    }

    /// Gives memory back once a table that was large is nearly empty.
    @inlinable mutating func shrinkIfSparse() {
        let capacity = mask + 1
        if capacity > 64, count * 8 < capacity { resize(to: capacity / 2) }
    }

    @inlinable mutating func resize(to capacity: Int) {
        let old = UnsafeMutableBufferPointer(start: buckets, count: mask + 1)
        buckets = Self.makeBuckets(capacity)
        mask = capacity - 1
        for bucket in old where bucket.element != nil { put(bucket) }
        old.deallocate()
    }

    /// Calls `body` with every element.
    @inlinable func forEach(_ body: (Element) -> Void) {
        for position in 0...mask {
            if let element = buckets[position].element { body(element.takeUnretainedValue()) }
        }
    }

    /// Takes all elements out.
    @inlinable mutating func removeAll() -> [Element] {
        var all: [Element] = []
        all.reserveCapacity(count)
        for position in 0...mask {
            if let element = buckets[position].element { all.append(element.takeRetainedValue()) }
        }
        buckets.deallocate()
        buckets = Self.makeBuckets(8)
        mask = 7
        count = 0
        return all
    }
}
