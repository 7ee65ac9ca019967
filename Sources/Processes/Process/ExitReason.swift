/// Why a process ended.
///
/// A process ends with one of these by throwing it; any other error that it throws becomes `failed`.
public enum ExitReason: Error, Sendable {
    /// It was done.
    case normal
    /// It was asked to end, for example by its supervisor.
    case shutdown
    /// It was asked to end, and somebody said why.
    indirect case shutdownBecause(any Sendable)
    /// It was killed.
    case killed
    /// There was no such process.
    case noProcess
    /// An error was thrown and not caught.
    case failed(any Error)

    /// The reason that a thrown error stands for.
    public init(_ error: any Error) {
        self = error as? ExitReason ?? .failed(error)
    }

    /// Whether an end like this is expected: nothing is logged for it, and a transient child stays down.
    public var isExpected: Bool {
        switch self {
        case .normal, .shutdown, .shutdownBecause: true
        case .killed, .noProcess, .failed: false
        }
    }

    /// Whether this is `normal`, which linked processes do not care about.
    public var isNormal: Bool {
        if case .normal = self { true } else { false }
    }

    /// The error behind `failed`, if it has this type.
    public func error<Failure: Error>(as type: Failure.Type = Failure.self) -> Failure? {
        guard case .failed(let error) = self else { return nil }
        return error as? Failure
    }
}

extension ExitReason: Equatable {
    /// Compares kinds, and what they carry: by value where both are `Equatable`, else by how they print.
    public static func == (left: ExitReason, right: ExitReason) -> Bool {
        switch (left, right) {
        case (.normal, .normal), (.shutdown, .shutdown), (.killed, .killed), (.noProcess, .noProcess): true
        case (.shutdownBecause(let one), .shutdownBecause(let other)): areEqual(one, other)
        case (.failed(let one), .failed(let other)): areEqual(one, other)
        default: false
        }
    }

    private static func areEqual(_ one: Any, _ other: Any) -> Bool {
        func compare<Value: Equatable>(_ value: Value) -> Bool {
            value == other as? Value
        }
        guard let one = one as? any Equatable else {
            return type(of: one) == type(of: other) && String(reflecting: one) == String(reflecting: other)
        }
        return compare(one)
    }
}

extension ExitReason: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        switch self {
        case .normal: "normal"
        case .shutdown: "shutdown"
        case .shutdownBecause(let why): "shutdown because \(why)"
        case .killed: "killed"
        case .noProcess: "no such process"
        case .failed(let error): "failed: \(error)"
        }
    }
}
