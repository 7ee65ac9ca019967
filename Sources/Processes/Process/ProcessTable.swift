/// All processes of a system, in shards, so that starting many at once does not queue at one lock.
///
/// Each shard is a list that runs through the processes themselves: to begin and to end costs next to nothing, to look
/// for a number a walk.
package final class ProcessTable: Sendable {
    private static let shardCount = 16

    private let first = Shard.allocate(shardCount)

    deinit {
        first.free(Self.shardCount)
    }

    private func shard(_ number: UInt64) -> Shard {
        first[Int(truncatingIfNeeded: number) & (Self.shardCount - 1)]
    }

    private var shards: some Sequence<Shard> {
        (0..<Self.shardCount).lazy.map { [first] in first[$0] }
    }

    func insert(_ process: ProcessCore) {
        shard(process.number).insert(process)
    }

    func remove(_ process: ProcessCore) {
        shard(process.number).remove(process)
    }

    subscript(number: UInt64) -> ProcessCore? {
        shard(number).all.first { $0.number == number }
    }

    package var all: [ProcessCore] {
        shards.flatMap(\.all).sorted { $0.number < $1.number }
    }

    package var count: Int {
        shards.reduce(0) { sum, shard in sum + shard.count }
    }
}

/// The place of a process in the list of its shard, guarded by the lock of that.
///
/// The list holds every process in it, once; the pointers here hold nothing.
struct TablePlace {
    enum State {
        case new, listed, removed
    }

    fileprivate var state = State.new
    fileprivate var next: Unmanaged<ProcessCore>?
    fileprivate var previous: Unmanaged<ProcessCore>?
}

/// A part of the table: a pointer, so that nobody counts who uses it.
///
/// Unchecked, because the list, and the places of the processes in it, are guarded by `lock`.
private struct Shard: @unchecked Sendable {
    private struct Memory: ~Copyable {
        let lock = Lock()
        /// Stands elsewhere, so that who asks for the lock does not touch what it guards.
        let list = UnsafeMutablePointer<List>.allocate(capacity: 1)

        init() {
            list.initialize(to: List())
        }

        deinit {
            list.deallocate()
        }
    }

    private struct List {
        var first: Unmanaged<ProcessCore>?
        var length = 0
    }

    private let memory: UnsafeMutablePointer<Memory>

    private var list: UnsafeMutablePointer<List> { memory.pointee.list }

    static func allocate(_ count: Int) -> Shard {
        let memory = UnsafeMutablePointer<Memory>.allocate(capacity: count)
        for position in 0..<count { (memory + position).initialize(to: Memory()) }
        return Shard(memory: memory)
    }

    /// Gives back what `allocate` gave.
    func free(_ count: Int) {
        memory.deinitialize(count: count)
        memory.deallocate()
    }

    /// Another one of those that were allocated together.
    subscript(distance: Int) -> Shard {
        Shard(memory: memory + distance)
    }

    func insert(_ process: ProcessCore) {
        memory.pointee.lock.lock()
        defer { memory.pointee.lock.unlock() }
        // Somebody may have found it by its name and killed it.
        guard process.place.state == .new else { return }
        let entry = Unmanaged.passRetained(process)
        let first = list.pointee.first
        process.place.state = .listed
        process.place.next = first
        first?._withUnsafeGuaranteedRef { $0.place.previous = entry }
        list.pointee.first = entry
        list.pointee.length += 1
    }

    func remove(_ process: ProcessCore) {
        memory.pointee.lock.lock()
        let place = process.place
        process.place.state = .removed
        guard place.state == .listed else { return memory.pointee.lock.unlock() }
        place.next?._withUnsafeGuaranteedRef { $0.place.previous = place.previous }
        if let previous = place.previous {
            previous._withUnsafeGuaranteedRef { $0.place.next = place.next }
        } else {
            list.pointee.first = place.next
        }
        list.pointee.length -= 1
        memory.pointee.lock.unlock()
        Unmanaged.passUnretained(process).release()
    }

    var all: [ProcessCore] {
        memory.pointee.lock.lock()
        defer { memory.pointee.lock.unlock() }
        var found: [ProcessCore] = []
        found.reserveCapacity(list.pointee.length)
        var entry = list.pointee.first
        while let process = entry?.takeUnretainedValue() {
            found.append(process)
            entry = process.place.next
        }
        return found
    }

    var count: Int {
        memory.pointee.lock.withLock { list.pointee.length }
    }
}
