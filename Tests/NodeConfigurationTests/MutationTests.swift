import ConfigurationYAML
import NodeConfiguration
import Testing

@Suite("A mutated configuration file")
struct MutationTests {
    struct Language: Sendable, CustomTestStringConvertible {
        let name: String
        let format: ConfigurationFormat
        let text: String
        let letters: String

        var testDescription: String { name }
    }

    static let languages = [
        Language(
            name: "YAML",
            format: .yaml,
            text: """
                todo: &t
                  port: 5454
                  hosts: [a, "b\\u00e9", 'c']
                  text: |
                    ${HOME:-x} y
                db: {<<: *t, size: !!int 3, on: ~}
                """,
            letters: "&*[]{}:-?|>!%@`#'\"\t\n\\$"
        ),
        Language(
            name: "JSON5",
            format: .json5,
            text: """
                // a comment
                {todo: {port: 0x154e, 'hosts': ["a", 'b\\u00e9', "c\\
                d"], text: "${HOME:-x} y",},
                 db: {size: +.5e1, on: null, /* more */ n: -0x1f, },}
                """,
            letters: "[]{}:,'\"/*\\.+-0x\n\u{0}$"
        ),
    ]

    @Test("gives a tree or an error with a place, never anything else, 500 times each", arguments: languages)
    func mutations(language: Language) {
        let seed = UInt64.random(in: .min ... .max)
        print("mutations of \(language.name): seed \(seed)")
        var random = SplitMix(state: seed)
        let reader = ConfigurationReader(formats: [language.format], imports: .disabled)
        let (start, letters) = (Array(language.text.utf8), Array(language.letters.utf8))
        var trees = 0
        for round in 0..<500 {
            var bytes = start
            for _ in 0...Int.random(in: 0..<4, using: &random) { mutate(&bytes, letters, &random) }
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(ConfigurationError) {
                _ = try reader.evaluate(text, as: "f")
                trees += 1
            } catch {
                // Every message begins with the file, a line and a column that the text has.
                let place = error.description.split(separator: ":", maxSplits: 3).dropFirst().prefix(2).map { Int($0) }
                let lines = text.unicodeScalars.count { $0.properties.generalCategory == .control } + 1
                let isPlace = place.count == 2 && place.allSatisfy { $0 ?? 0 > 0 } && (place[0] ?? 0) <= lines + 1
                #expect(isPlace, "seed \(seed), round \(round): \(error)")
            }
        }
        #expect(trees > 0 && trees < 500)
    }

    private func mutate(_ bytes: inout [UInt8], _ letters: [UInt8], _ random: inout SplitMix) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place..<min(place + Int.random(in: 1...20, using: &random), bytes.count))
        case 3: bytes.insert(contentsOf: bytes[place..<min(place + 15, bytes.count)], at: place)
        default: bytes.insert(contentsOf: letters.shuffled(using: &random).prefix(2), at: place)
        }
        if bytes.isEmpty { bytes = [0x20] }
    }
}

/// A small generator whose numbers follow from its seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

@Suite("A secret in a broken file")
struct BrokenSecretTests {
    static let texts: [(name: String, text: String)] = [
        ("f.yaml", "todo: {token: !hunter2 x}"), ("f.yaml", "todo: {token: *hunter2}"),
        ("f.yaml", "todo:\n  token: &hunter2 {a: *hunter2}"), ("f.yaml", "todo:\n  token: 'hunter2"),
        ("f.yaml", "todo:\n  token: 40404040404040404040404040404"), ("f.yaml", "hunter2"), ("f.yaml", "todo: hunter2"),
        ("f.yaml", "todo: {token: hunter2: hunter2}"), ("f.json5", "{todo: {token: hunter2}}"),
        ("f.json5", "{todo: {token: 'hunter2}}"), ("f.json5", "{todo: {token: 40404040404040404040404040404}}"),
        ("f.json5", "{todo: 'hunter2'}"), ("f.json", #"{"todo": {"token": hunter2}}"#), ("f.json", #"["hunter2"]"#),
        ("f.json", #"{"todo": {"token": "hunter2}}"#), ("f.json", #"{"todo": {"token": "hunter2" "#),
    ]

    @Test("is not quoted by the message about it", arguments: texts)
    func quoted(name: String, text: String) {
        let reader = ConfigurationReader(formats: [.yaml, .json5, .json], variables: [:])
        let error = #expect(throws: ConfigurationError.self) { try reader.evaluate(text, as: name) }
        #expect(error?.description.hasPrefix("\(name):") == true)
        let message = error?.description ?? "hunter2"
        #expect(!message.contains("hunter2") && !message.contains("4040"), "\(message)")
    }
}
