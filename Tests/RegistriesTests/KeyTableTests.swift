import ProcessTesting
import Testing

@testable import Registries

@Suite("A key table")
struct KeyTableTests {
    private final class Word: Keyed {
        let key: String
        let hash: Int

        init(_ key: String, hash: Int) {
            self.key = key
            self.hash = hash
        }
    }

    /// Few hashes, so that many words collide, at the end of the table too.
    @Test("finds what was put in and not taken out, whatever collides", arguments: [1, 2, 7, 8, 64, 1000])
    func behavesLikeADictionary(hashes: Int) {
        var table = KeyTable<Word>()
        defer { table.destroy() }
        var model: [String: Word] = [:]
        var state: UInt64 = 42
        for step in 0..<4000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Int(state >> 33) % 200
            let key = "word \(number)"
            if let word = model[key] {
                #expect(table.find(key, word.hash)?.takeUnretainedValue() === word, "step \(step)")
                #expect(table.remove(word) === word)
                #expect(table.remove(word) == nil)
                model[key] = nil
            } else {
                let word = Word(key, hash: number % hashes &* 0x7fff)
                #expect(table.find(key, word.hash) == nil, "step \(step)")
                table.insert(word)
                model[key] = word
            }
            #expect(table.count == model.count)
        }
        for word in model.values { #expect(table.find(word.key, word.hash)?.takeUnretainedValue() === word) }
        var seen: Set<String> = []
        table.forEach { seen.insert($0.key) }
        #expect(seen == Set(model.keys))
        #expect(Set(table.removeAll().map(\.key)) == Set(model.keys) && table.count == 0)
    }

    @Test("lets go of what it held when it is emptied")
    func releases() {
        weak var word: Word?
        do {
            var table = KeyTable<Word>()
            defer { table.destroy() }
            let new = Word("a", hash: 1)
            word = new
            table.insert(new)
        }
        #expect(word == nil)
    }
}
