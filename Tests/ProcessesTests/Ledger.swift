import ProcessTesting
import Processes

/// Notes the numbers that casts of many shapes bring it, and stands still at the gate where one tells it to.
struct Ledger: GenServer {
    var numbers: [Int] = []

    static func initialize(_ argument: Void, _ context: Context<Ledger>) -> Ledger? { Ledger() }

    mutating func handleInfo(_ message: any Sendable, _ context: Context<Ledger>) {
        if let number = message as? Int { numbers.append(number) }
    }

    mutating func handleTimeout(_ context: Context<Ledger>) {
        numbers.append(-1)
    }

    struct Number: ServerCast, CustomStringConvertible {
        let number: Int
        var description: String { "\(number)" }
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) { ledger.numbers.append(number) }
    }

    /// Of three bytes, aligned to one.
    struct Short: ServerCast, CustomStringConvertible {
        private let bytes: (UInt8, UInt8, UInt8)
        init(number: Int) { bytes = (UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255)) }
        private var number: Int { Int(bytes.0) << 16 | Int(bytes.1) << 8 | Int(bytes.2) }
        var description: String { "\(number)" }
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) { ledger.numbers.append(number) }
    }

    /// Aligned to sixteen, as far as Swift goes.
    struct Wide: ServerCast, CustomStringConvertible {
        let numbers: SIMD16<Int>
        var description: String { "\(numbers[0])" }
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) { ledger.numbers.append(numbers[0]) }
    }

    /// More than a chunk takes.
    struct Large: ServerCast, CustomStringConvertible {
        let number: Int
        let rest = (SIMD16<Int8>(), [0], InlineBytes(), InlineBytes(), InlineBytes())
        var description: String { "\(number)" }
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) { ledger.numbers.append(number) }
    }

    struct InlineBytes: Sendable {
        // 256 bytes.
        let words = (
            (0, 0, 0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0, 0)
        )
    }

    /// Holds an object that tells of its end.
    struct Holding: ServerCast, CustomStringConvertible {
        let number: Int
        let object: Witness
        var description: String { "\(number)" }
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) { ledger.numbers.append(number) }
    }

    final class Witness: Sendable {
        private let ended: @Sendable () -> Void
        init(_ ended: @escaping @Sendable () -> Void) { self.ended = ended }
        deinit { ended() }
    }

    struct Wait: ServerCast, CustomStringConvertible {
        let gate: Gate
        var description: String { "wait" }
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) { gate.pass() }
    }

    struct Continue: ServerCast {
        let number: Int
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) {
            context.continue(with: Number(number: number))
        }
    }

    struct Pause: ServerCast {
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) { context.timeout(after: .zero) }
    }

    struct Stop: ServerCast {
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) {
            context.stop(.shutdownBecause(ledger.numbers.count))
        }
    }

    struct Numbers: ServerCall {
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) -> [Int] { ledger.numbers }
    }

    struct NumbersLater: AsyncServerCall {
        func handle(_ ledger: inout Ledger, _ context: Context<Ledger>) async -> [Int] {
            await Task.yield()
            return ledger.numbers
        }
    }
}

extension ServerRef<Ledger> {
    /// Sends a number in a cast of one of several shapes, or, seldom enough for chunks, in a message that is none.
    func send(_ number: Int) {
        switch number % 40 {
        case 15: cast(Ledger.Large(number: number))
        case 30, 31: id.send(number)
        case let rest where rest % 5 == 0: cast(Ledger.Short(number: number))
        case let rest where rest % 5 == 1: cast(Ledger.Wide(numbers: SIMD16(repeating: number)))
        case let rest where rest % 5 == 2: cast(Ledger.Holding(number: number, object: Ledger.Witness {}))
        default: cast(Ledger.Number(number: number))
        }
    }

    /// Stands still in a cast until `gate` is opened.
    func hold(at gate: Gate) async throws {
        cast(Ledger.Wait(gate: gate))
        try await gate.reached.next()
    }
}
