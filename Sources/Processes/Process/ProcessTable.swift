/// All processes of a system, by number, in shards, so that starting many at once does not queue at one lock.
package final class ProcessTable: Sendable {
    private let shards = (0..<16).map { _ in Locked<[UInt64: ProcessCore]>([:]) }

    private func shard(_ number: UInt64) -> Locked<[UInt64: ProcessCore]> {
        shards[Int(truncatingIfNeeded: number & 15)]
    }

    func insert(_ process: ProcessCore) {
        shard(process.number).withLock { $0[process.number] = process }
    }

    func remove(_ process: ProcessCore) {
        _ = shard(process.number).withLock { $0.removeValue(forKey: process.number) }
    }

    subscript(number: UInt64) -> ProcessCore? {
        shard(number).withLock { $0[number] }
    }

    package var all: [ProcessCore] {
        shards.flatMap { shard in shard.withLock { Array($0.values) } }.sorted { $0.number < $1.number }
    }

    package var count: Int {
        shards.reduce(0) { sum, shard in sum + shard.withLock(\.count) }
    }
}
