import ControlServer
import Posix

/// A flag of `vm.args`, which may begin with one dash or two.
struct NodeFlag: Sendable {
    /// The name without dashes.
    let name: String
    /// What its values are called.
    let values: [String]
    /// What a value must be, for messages.
    let expectation: String
    /// Takes the values; false when they are not what they must be.
    let take: @Sendable (_ values: [String], _ arguments: inout NodeArguments) -> Bool

    /// The flag and its values, as messages show them.
    var form: String { ([spelling] + values).joined(separator: " ") }

    /// The name as it is written.
    var spelling: String { "--\(name)" }

    /// The flag that is written like this.
    static func named(_ text: String) -> NodeFlag? {
        guard text.hasPrefix("-") else { return nil }
        let name = text.hasPrefix("--") ? text.dropFirst(2) : text.dropFirst()
        return all.first { $0.name == name }
    }

    static let all: [NodeFlag] = [
        NodeFlag(
            name: "env",
            values: ["NAME", "VALUE"],
            expectation: "a name of letters, digits and '_' that does not begin with a digit"
        ) { values, arguments in
            arguments.environment.append(.init(name: values[0], value: values[1]))
            return isVariableName(values[0])
        },
        NodeFlag(name: "evaluation", values: ["full|calls|off"], expectation: "full, calls or off") {
            values,
            arguments in
            arguments.evaluation = EvaluationPolicy(rawValue: values[0])
            return arguments.evaluation != nil
        },
        number("socket-frame-limit", of: "BYTES", atLeast: 1024, \.frameLimit),
        number("socket-connections", of: "N", atLeast: 1, \.connectionLimit),
        NodeFlag(name: "socket-idle-timeout", values: ["SECONDS"], expectation: "seconds above 0") {
            values,
            arguments in
            arguments.idleLimit = Double(values[0]).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
            return arguments.idleLimit != nil
        },
        NodeFlag(name: "open-files", values: ["N"], expectation: "a whole number from 16 on") { values, arguments in
            arguments.openFiles = UInt64(values[0]).flatMap { $0 >= 16 ? $0 : nil }
            return arguments.openFiles != nil
        },
        NodeFlag(name: "core-size", values: ["BYTES"], expectation: "a number of bytes, or unlimited") {
            values,
            arguments in
            arguments.coreSize = values[0] == "unlimited" ? ResourceLimit.unlimited : UInt64(values[0])
            return arguments.coreSize != nil
        },
    ]

    private static func number(
        _ name: String,
        of value: String,
        atLeast least: Int,
        _ place: any WritableKeyPath<NodeArguments, Int?> & Sendable
    ) -> NodeFlag {
        NodeFlag(name: name, values: [value], expectation: "a whole number from \(least) on") { values, arguments in
            arguments[keyPath: place] = Int(values[0]).flatMap { $0 >= least ? $0 : nil }
            return arguments[keyPath: place] != nil
        }
    }

    private static func isVariableName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
    }
}
