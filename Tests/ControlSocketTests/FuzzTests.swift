import ControlProtocol
import ControlSocket
import JSONValues
import Posix
import TestSupport
import Testing

@Suite("100,000 damaged frames", .ownThread)
struct FuzzTests {
    private static let frames: [[UInt8]] = [
        #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#,
        #"{"jsonrpc":"2.0","id":"x","method":"echo","params":{"a":[1,2.5e3,"é\u00e9",null,true]}}"#,
        #"[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"tell"}]"#,
        #"{"jsonrpc":"2.0","method":"tell","params":[]}"#,
        #"{"jsonrpc":"2.0","id":5,"method":"nothing"}"#,
        #"{"a":{"a":{"a":[[[["#,
        "[]", "{", "7", "nul", "\"x\"",
        "",
    ].map { [UInt8]($0.utf8) }

    @Test("are answered by JSON-RPC, and leave the server unharmed")
    func fuzz() throws {
        let seed = Environment.value(of: "FUZZ_SEED").flatMap { UInt64($0) } ?? Clocks.monotonicNanoseconds()
        print("fuzzing the control socket with FUZZ_SEED=\(seed)")
        var random = FuzzGenerator(seed: seed)
        let server = try EchoServer { $0.frame = 4096 }
        for _ in 0..<50 {
            var bytes: [UInt8] = []
            for _ in 0..<2000 { bytes += random.frame(of: Self.frames) }
            let answers = try server.rawClient().exchange(bytes)
            let isRPC = answers.allSatisfy { ($0.asArray ?? [$0]).allSatisfy { $0["jsonrpc"] == "2.0" } }
            #expect(isRPC && answers.count > 1, "seed \(seed)")
        }
        #expect(try server.isAlive(), "seed \(seed)")
    }
}

/// Cheap random numbers that are the same for the same seed (xorshift).
private struct FuzzGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed | 1
    }

    private mutating func next(below limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % limit
    }

    /// One of the frames with up to three bytes changed, removed or added, and nearly always its newline.
    mutating func frame(of frames: [[UInt8]]) -> [UInt8] {
        var bytes = frames[next(below: frames.count)]
        for _ in 0..<next(below: 4) {
            let position = next(below: bytes.count + 1)
            switch next(below: 3) {
            case 0 where position < bytes.count: bytes[position] = UInt8(next(below: 256))
            case 1 where position < bytes.count: bytes.remove(at: position)
            default: bytes.insert(UInt8(next(below: 256)), at: position)
            }
        }
        if next(below: 100) > 0 { bytes.append(0x0a) }
        return bytes
    }
}
