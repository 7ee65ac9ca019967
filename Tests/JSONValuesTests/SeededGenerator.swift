import JSONValues

/// Random numbers that are the same for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Values made at random.
enum RandomJSON {
    static func value(depth: Int, using random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2: .int(Int(truncatingIfNeeded: random.next()) >> Int.random(in: 0...63, using: &random))
        case 3: .double(Double.random(in: -1e9...1e9, using: &random))
        case 4: .string(text(using: &random))
        case 5: .array((0..<count(&random)).map { _ in value(depth: depth - 1, using: &random) })
        default:
            .object(
                JSONObject(
                    (0..<count(&random)).map { _ in (text(using: &random), value(depth: depth - 1, using: &random)) }
                )
            )
        }
    }

    private static func count(_ random: inout SeededGenerator) -> Int {
        Int.random(in: 0...4, using: &random)
    }

    private static func text(using random: inout SeededGenerator) -> String {
        let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{1}", "é", "\u{2028}", "😀", " ", "\u{7f}"]
        var text = ""
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            text.unicodeScalars.append(scalars.randomElement(using: &random) ?? "a")
        }
        return text
    }
}
