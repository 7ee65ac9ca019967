import NodeControl
import Posix
import Testing

@Suite("The stamps of a log")
struct LineStamperTests {
    private func stamped(_ pieces: [String]) -> String {
        var stamper = LineStamper()
        return pieces.map { piece in
            String(decoding: stamper.stamp([UInt8](piece.utf8), with: [UInt8]("# ".utf8)), as: UTF8.self)
        }.joined()
    }

    static let streams: [([String], String)] = [
        (["one\ntwo\n"], "# one\n# two\n"),
        (["on", "e\nt", "wo\n"], "# one\n# two\n"),
        (["\n\n"], "# \n# \n"),
        (["", "a", ""], "# a"),
        (["a\n", "\n", "b"], "# a\n# \n# b"),
    ]

    @Test("stand before every line, whatever the pieces it comes in", arguments: streams)
    func lines(pieces: [String], expected: String) {
        #expect(stamped(pieces) == expected)
    }

    @Test("end a line that was left open, once")
    func openLine() {
        var stamper = LineStamper()
        _ = stamper.stamp([97], with: [])
        #expect(stamper.endLine() == [10])
        #expect(stamper.endLine() == [])
    }

    static let moments: [(Timestamp, String)] = [
        (Timestamp(seconds: 0, nanoseconds: 0), "1970-01-01T00:00:00.000Z "),
        (Timestamp(seconds: 1_795_222_402, nanoseconds: 7_999_999), "2026-11-21T00:53:22.007Z "),
        (Timestamp(seconds: 1_795_222_402, nanoseconds: 999_999_999), "2026-11-21T00:53:22.999Z "),
    ]

    @Test("are in UTC, to the millisecond", arguments: moments)
    func format(moment: Timestamp, expected: String) {
        var stamp = LogStamp()
        #expect(String(decoding: stamp.bytes(of: moment), as: UTF8.self) == expected)
    }
}
