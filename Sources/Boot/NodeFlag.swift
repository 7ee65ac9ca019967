import Applications
import ControlServer
import NodeLogging
import Posix

/// A flag of `vm.args`, which may begin with one dash or two.
struct NodeFlag: Sendable {
    /// The name without dashes.
    let name: String
    /// Other spellings, as users of Erlang know them.
    var aliases: [String] = []
    /// What its values are called.
    let values: [String]
    /// Whether it may stand without its value.
    var isValueOptional = false
    /// What a value must be, for messages.
    let expectation: String
    /// Takes the values; false when they are not what they must be.
    let take: @Sendable (_ values: [String], _ arguments: inout NodeArguments) -> Bool

    /// The flag and its values, as messages show them.
    var form: String { ([spelling] + values.map { isValueOptional ? "[\($0)]" : $0 }).joined(separator: " ") }

    /// The name as it is written.
    var spelling: String { "--\(name)" }

    /// The flag that is written like this.
    static func named(_ text: String) -> NodeFlag? {
        if let flag = all.first(where: { $0.aliases.contains(text) }) { return flag }
        guard text.hasPrefix("-") else { return nil }
        let name = text.hasPrefix("--") ? text.dropFirst(2) : text.dropFirst()
        return all.first { $0.name == name }
    }

    /// Every way to write a flag.
    static var spellings: [String] { all.flatMap { [$0.spelling] + $0.aliases } }

    static let all: [NodeFlag] = ofNode + ofProcess + ofSocket

    /// What becomes of the node as a whole.
    private static let ofNode: [NodeFlag] = [
        NodeFlag(
            name: "name",
            aliases: ["-sname"],
            values: ["NODE"],
            expectation: "letters, digits, '_', '-', '.' and '@', a letter, digit or '_' first"
        ) { values, arguments in
            arguments.node = values[0]
            return isNodeName(values[0])
        },
        NodeFlag(name: "cookie", aliases: ["-setcookie"], values: ["SECRET"], expectation: "a text without blanks") {
            values,
            arguments in
            arguments.cookie = values[0]
            return !values[0].isEmpty && !values[0].contains(where: \.isWhitespace)
        },
        number("schedulers", "+S", of: "N", atLeast: 1, \.schedulers),
        number("processes", "+P", of: "N", atLeast: 16, \.processLimit),
        number("mailbox-warning", of: "N", atLeast: 1, \.mailboxWarning),
        NodeFlag(name: "heart", values: ["SECONDS"], isValueOptional: true, expectation: "seconds above 0") {
            values,
            arguments in
            arguments.heart = values.isEmpty ? defaultHeart : positiveSeconds(values[0])
            return arguments.heart != nil
        },
        NodeFlag(name: "start-mode", values: ["serial|concurrent"], expectation: "serial or concurrent") {
            values,
            arguments in
            arguments.startMode = StartMode(rawValue: values[0])
            return arguments.startMode != nil
        },
        NodeFlag(
            name: "log-level",
            values: ["LEVEL"],
            expectation: "one of " + LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
        ) { values, arguments in
            arguments.environment.append(.init(name: "LOG_LEVEL", value: values[0]))
            return LogLevel(rawValue: values[0]) != nil
        },
    ]

    /// Seconds without a sign of life after which a node counts as hung, where nobody says.
    private static let defaultHeart = 60.0

    private static let ofProcess: [NodeFlag] = [
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

    private static let ofSocket: [NodeFlag] = [
        number("socket-frame-limit", of: "BYTES", atLeast: 1024, \.frameLimit),
        number("socket-connections", of: "N", atLeast: 1, \.connectionLimit),
        NodeFlag(name: "socket-idle-timeout", values: ["SECONDS"], expectation: "seconds above 0") {
            values,
            arguments in
            arguments.idleLimit = positiveSeconds(values[0])
            return arguments.idleLimit != nil
        },
    ]

    private static func positiveSeconds(_ text: String) -> Double? {
        Double(text).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }

    private static func isNodeName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { return false }
        return text.utf8.count <= 200
            && text.utf8.allSatisfy { isWordByte($0) || [UInt8]("-.@".utf8).contains($0) }
    }

    private static func number(
        _ name: String,
        _ alias: String? = nil,
        of value: String,
        atLeast least: Int,
        _ place: any WritableKeyPath<NodeArguments, Int?> & Sendable
    ) -> NodeFlag {
        NodeFlag(
            name: name,
            aliases: alias.map { [$0] } ?? [],
            values: [value],
            expectation: "a whole number from \(least) on"
        ) { values, arguments in
            arguments[keyPath: place] = Int(values[0]).flatMap { $0 >= least ? $0 : nil }
            return arguments[keyPath: place] != nil
        }
    }

    private static func isVariableName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy(isWordByte)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
