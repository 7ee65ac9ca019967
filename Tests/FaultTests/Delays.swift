import HostSystem
import TestSupport
import Testing

/// What a mode of `FaultFixture` measures: for each kind, how often it happened and the worst delay in microseconds.
struct Delays: CustomStringConvertible {
    var count: [String: Int] = [:]
    var worst: [String: Int] = [:]
    private let text: String

    /// Other programs must not be what delays it, so it goes before them where that is allowed.
    private static let precedence: [String] = {
        let words = ["chrt", "--rr", "1"]
        let isAllowed = (try? runProgram(words[0], words.dropFirst() + ["true"]))?.status.isSuccess == true
        return isAllowed ? words : []
    }()

    private init(_ mode: String) throws {
        let words = try Self.precedence + [BuiltProducts.program("FaultFixture"), mode]
        text = try runProgram(words[0], Array(words.dropFirst())).outputText
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, let times = Int(words[1]), let delay = Int(words[2]) else { continue }
            count[words[0]] = times
            worst[words[0]] = delay
        }
    }

    /// Kind, number and worst delay, separated by commas.
    var description: String {
        text.split(separator: "\n").joined(separator: ", ")
    }

    /// Expects that there are these kinds and that none was ever so late.
    ///
    /// A real defect delays them in every attempt. What the machine adds is chance, and does not come five times. `check`
    /// says what else must be so, in every attempt, and takes away what is no delay.
    static func expect(
        _ mode: String,
        _ kinds: [String],
        below limit: Int,
        _ check: (inout Delays) -> Void = { _ in },
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var attempts: [String] = []
        for _ in 0..<5 {
            var delays = try Delays(mode)
            attempts.append("\(delays)")
            check(&delays)
            #expect(delays.worst.keys.sorted() == kinds, "\(delays)", sourceLocation: sourceLocation)
            if delays.worst.values.allSatisfy({ $0 <= limit }) {
                print("delays in microseconds, \(mode): \(delays)")
                return
            }
        }
        Issue.record("delayed by more than \(limit) microseconds: \(attempts)", sourceLocation: sourceLocation)
    }
}
