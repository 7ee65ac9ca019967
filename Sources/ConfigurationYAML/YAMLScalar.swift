import NodeConfiguration

/// What a scalar means: the core schema of YAML 1.2, so `no` and `on` are text.
enum YAMLScalar {
    static func value(of node: YAMLNode, text: String, isPlain: Bool) throws(YAMLError) -> ConfigurationValue {
        switch node.tag {
        case "":
            return isPlain ? try plain(text, at: node.position) : .string(text)
        case "tag:yaml.org,2002:str", "!":
            return .string(text)
        case "tag:yaml.org,2002:binary":
            guard let bytes = Base64.decode(text) else {
                throw YAMLError(message: "this is not base 64, which !!binary needs", position: node.position)
            }
            return .bytes(bytes)
        case "tag:yaml.org,2002:float":
            guard let number = double(text) else { throw mismatch(node, "a number") }
            return .double(number)
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            return try tagged(node, text: text)
        default:
            let message = "this tag is not known here; quote text that begins with '!'"
            throw YAMLError(message: message, position: node.position)
        }
    }

    private static func tagged(_ node: YAMLNode, text: String) throws(YAMLError) -> ConfigurationValue {
        let value = try plain(text, at: node.position)
        switch (node.tag.split(separator: ":").last, value) {
        case ("int", .int), ("bool", .bool), ("null", .null): return value
        case (let kind?, _): throw mismatch(node, "a value of type \(kind)")
        default: return value
        }
    }

    private static func mismatch(_ node: YAMLNode, _ expected: String) -> YAMLError {
        YAMLError(message: "\(expected) is expected, as its tag says", position: node.position)
    }

    private static func plain(_ text: String, at position: YAMLPosition) throws(YAMLError) -> ConfigurationValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        guard let first = text.utf8.first, isNumberStart(first) else { return .string(text) }
        if isDecimal(text) {
            guard let number = Int(text) else {
                let message = "this number does not fit into an int; quote it if it is text"
                throw YAMLError(message: message, position: position)
            }
            return .int(number)
        }
        if text.hasPrefix("0x"), let number = Int(text.dropFirst(2), radix: 16) { return .int(number) }
        if text.hasPrefix("0o"), let number = Int(text.dropFirst(2), radix: 8) { return .int(number) }
        let unsigned = text.drop { $0 == "+" || $0 == "-" }.lowercased()
        if unsigned == ".inf" || text.lowercased() == ".nan" {
            throw YAMLError(message: "infinity and NaN are not values of a configuration", position: position)
        }
        return double(text).map(ConfigurationValue.double) ?? .string(text)
    }

    private static func isNumberStart(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isDecimal(_ text: String) -> Bool {
        let hasSign = text.hasPrefix("+") || text.hasPrefix("-")
        let digits = text.utf8.dropFirst(hasSign ? 1 : 0)
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    /// A number with a fraction or an exponent, but none of the other words that Swift's `Double` reads.
    private static func double(_ text: String) -> Double? {
        let isNumeric = text.utf8.allSatisfy {
            isDigit($0) || "+-.eE".utf8.contains($0)
        }
        guard isNumeric, text.utf8.contains(where: isDigit), let number = Double(text), number.isFinite else {
            return nil
        }
        return number
    }
}
