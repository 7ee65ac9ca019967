/// All processes of a system, in shards, so that starting many at once does not queue at one lock.
///
/// Each shard is a list that runs through the processes themselves: to begin and to end costs next to nothing, to look
/// for a number a walk.
package final class ProcessTable: Sendable {
    private let shards = (0..<16).map { _ in Shard() }

    private func shard(_ number: UInt64) -> Shard {
        shards[Int(truncatingIfNeeded: number & 15)]
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

/// A part of the table.
///
/// Unchecked, because both variables, and the places of the processes in the list, are guarded by `lock`.
private final class Shard: @unchecked Sendable {
    private let lock = Lock()
    private var first: Unmanaged<ProcessCore>?
    private var length = 0

    func insert(_ process: ProcessCore) {
        lock.lock()
        defer { lock.unlock() }
        // Somebody may have found it by its name and killed it.
        guard process.place.state == .new else { return }
        let entry = Unmanaged.passRetained(process)
        process.place.state = .listed
        process.place.next = first
        first?._withUnsafeGuaranteedRef { $0.place.previous = entry }
        first = entry
        length += 1
    }

    func remove(_ process: ProcessCore) {
        lock.lock()
        let place = process.place
        process.place.state = .removed
        guard place.state == .listed else { return lock.unlock() }
        place.next?._withUnsafeGuaranteedRef { $0.place.previous = place.previous }
        if let previous = place.previous {
            previous._withUnsafeGuaranteedRef { $0.place.next = place.next }
        } else {
            first = place.next
        }
        length -= 1
        lock.unlock()
        Unmanaged.passUnretained(process).release()
    }

    var all: [ProcessCore] {
        lock.lock()
        defer { lock.unlock() }
        var found: [ProcessCore] = []
        found.reserveCapacity(length)
        var entry = first
        while let process = entry?.takeUnretainedValue() {
            found.append(process)
            entry = process.place.next
        }
        return found
    }

    var count: Int {
        lock.withLock { length }
    }
}
