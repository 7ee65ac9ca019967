import ProcessTesting
import Testing

@testable import Processes

/// How casts that wait in great number are kept; what others see of it is in `CastBacklogTests`.
@Suite("Chunks of casts")
struct CastChunkTests {
    private func numbers(_ casts: [any ServerCast]) -> [String] {
        casts.map { "\($0)" }
    }

    @Test("keep casts of several types in their order, each aligned as it needs")
    func order() {
        let chunk = CastChunk(capacity: CastChunk.largest)
        var sent: [String] = []
        for number in 0..<300 {
            let fits =
                switch number % 5 {
                case 0, 1: chunk.append(Ledger.Short(number: number))
                case 2: chunk.append(Ledger.Wide(numbers: SIMD16(repeating: number)))
                case 3: chunk.append(Ledger.Holding(number: number, object: Ledger.Witness {}))
                default: chunk.append(Ledger.Number(number: number))
                }
            #expect(fits)
            sent.append("\(number)")
        }
        #expect(chunk.count == 300)
        #expect(chunk.waitingCount == 300)
        #expect(numbers(chunk.waiting(upTo: .max)) == sent)
    }

    @Test("have what those who send write, and what the server writes, each in a cache line of its own")
    func lines() {
        #expect(MemoryLayout<CastWriter>.size <= CastChunk.cacheLine)
        #expect(MemoryLayout<CastProgress>.size <= CastChunk.cacheLine)
        #expect(MemoryLayout<CastSegment>.size == CastSegment.size)
    }

    @Test("take the largest cast also when they are the smallest")
    func smallest() {
        let room = CastChunk.smallest - 2 * CastChunk.cacheLine - CastSegment.size - CastSegment.alignment
        #expect(room >= CastChunk.largestCast)
    }

    @Test("say when they are full, and then keep what they have")
    func full() {
        let chunk = CastChunk(capacity: CastChunk.smallest)
        var count = 0
        while chunk.append(Ledger.Number(number: count)) { count += 1 }
        #expect(count > 30)
        #expect(count * MemoryLayout<Ledger.Number>.stride < CastChunk.smallest)
        #expect(!chunk.append(Ledger.Holding(number: 0, object: Ledger.Witness {})))
        #expect(numbers(chunk.waiting(upTo: .max)) == (0..<count).map { "\($0)" })
    }

    @Test("lend casts of one type at a time, and no more than is wanted")
    func runs() {
        let chunk = CastChunk(capacity: CastChunk.largest)
        for number in 0..<10 { _ = chunk.append(Ledger.Number(number: number)) }
        for number in 10..<12 { _ = chunk.append(Ledger.Short(number: number)) }
        var lent: [Int] = []
        var firsts: [String] = []
        while true {
            let count = chunk.handle(upTo: 6) { type, run in
                firsts.append("\(run.first(as: type))")
                for _ in 0..<run.count { _ = run.progress.pointee.beginNext() }
            }
            if count == 0 { break }
            lent.append(count)
            #expect(chunk.waitingCount == 12 - lent.reduce(0, +))
            #expect(numbers(chunk.waiting(upTo: .max)) == (12 - chunk.waitingCount..<12).map { "\($0)" })
        }
        #expect(lent == [6, 4, 2])
        #expect(firsts == ["0", "6", "10"])
    }

    @Test("go on where the last one ended that was begun")
    func partly() {
        let chunk = CastChunk(capacity: CastChunk.largest)
        for number in 0..<10 { _ = chunk.append(Ledger.Number(number: number)) }
        let begun = chunk.handle(upTo: 10) { _, run in
            for _ in 0..<3 { _ = run.progress.pointee.beginNext() }
        }
        #expect(begun == 3)
        #expect(chunk.waiting(upTo: .max).count == 7)
        _ = chunk.handle(upTo: 1) { type, run in #expect("\(run.first(as: type))" == "3") }
    }

    @Test("begin none after an interruption")
    func interrupted() {
        let chunk = CastChunk(capacity: CastChunk.largest)
        for number in 0..<10 { _ = chunk.append(Ledger.Number(number: number)) }
        chunk.interrupt()
        let begun = chunk.handle(upTo: 10) { _, run in
            let begins = run.progress.pointee.beginNext()
            #expect(!begins)
        }
        #expect(begun == 0)
        #expect(chunk.waitingCount == 10)
    }

    @Test("release each cast once: those that are handled when told to, the others at the end")
    func released() {
        let lock = Lock()
        let ended = Locked(0)
        do {
            let chunk = CastChunk(capacity: CastChunk.largest)
            for number in 0..<20 {
                let object = Ledger.Witness { ended.withLock { $0 += 1 } }
                _ = chunk.append(Ledger.Holding(number: number, object: object))
                _ = chunk.append(Ledger.Number(number: number))
            }
            for _ in 0..<9 { _ = chunk.handle(upTo: 1) { _, run in _ = run.progress.pointee.beginNext() } }
            #expect(ended.withLock { $0 } == 0)
            chunk.releaseHandled(lock)
            #expect(ended.withLock { $0 } == 5)
            chunk.releaseHandled(lock)
            #expect(ended.withLock { $0 } == 5)
            #expect(chunk.waiting(upTo: .max).count == 31)
        }
        #expect(ended.withLock { $0 } == 20)
    }

    @Test("are used again, empty, by those who send")
    func reused() throws {
        let ended = Locked(0)
        let chunks = (0..<3).map { _ in CastChunk(capacity: CastChunk.smallest) }
        for chunk in chunks {
            _ = chunk.append(
                Ledger.Holding(number: 1, object: Ledger.Witness { ended.withLock { $0 += 1 } })
            )
        }
        chunks[1].takeSpareLocked(of: chunks[0])
        #expect(chunks[1].spare == nil)
        chunks[1].reuse(chunks[0])
        #expect(ended.withLock { $0 } == 1)
        chunks[2].takeSpareLocked(of: chunks[1])
        let spare = try #require(chunks[2].spare)
        #expect(spare === chunks[0])
        #expect(spare.count == 0)
        #expect(spare.append(Ledger.Number(number: 7)))
        #expect(numbers(spare.waiting(upTo: .max)) == ["7"])
    }
}

extension CastChunk {
    fileprivate func append(_ message: some ServerCast) -> Bool {
        writer.pointee.append(message)
    }
}
