extension JSONValue {
    /// The JSON text; `pretty` breaks lines and indents by two spaces.
    ///
    /// A double that is not a number, or infinite, has no form in JSON and is written as null.
    public func text(pretty: Bool = false, sortedKeys: Bool = false) -> String {
        String(decoding: utf8(pretty: pretty, sortedKeys: sortedKeys), as: UTF8.self)
    }

    /// The JSON text as UTF-8.
    public func utf8(pretty: Bool = false, sortedKeys: Bool = false) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty, sortedKeys: sortedKeys)
        writer.write(self, level: 0)
        return writer.bytes
    }

    /// Appends the compact JSON text as UTF-8.
    public func write(to bytes: inout [UInt8]) {
        var writer = JSONWriter(pretty: false, sortedKeys: false)
        swap(&writer.bytes, &bytes)
        writer.write(self, level: 0)
        swap(&writer.bytes, &bytes)
    }
}

/// Turns values into UTF-8.
struct JSONWriter {
    var bytes: [UInt8] = []
    let pretty: Bool
    let sortedKeys: Bool

    init(pretty: Bool, sortedKeys: Bool) {
        self.pretty = pretty
        self.sortedKeys = sortedKeys
    }

    mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: write("null")
        case .bool(let flag): write(flag ? "true" : "false")
        case .int(let number): write(ascii: String(number))
        case .double(let number):
            number.isFinite ? write(ascii: number.description) : write("null")
        case .string(let text): write(string: text)
        case .array(let elements): write(elements, level: level)
        case .object(let object): write(object, level: level)
        }
    }

    private mutating func write(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func write(ascii text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private mutating func write(_ elements: [JSONValue], level: Int) {
        guard !elements.isEmpty else { return write("[]") }
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            startItem(index, level: level)
            write(element, level: level + 1)
        }
        endItems(level: level)
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: JSONObject, level: Int) {
        guard !object.isEmpty else { return write("{}") }
        let members =
            sortedKeys
            ? object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : object.members
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            startItem(index, level: level)
            write(string: member.key)
            bytes.append(UInt8(ascii: ":"))
            if pretty { bytes.append(UInt8(ascii: " ")) }
            write(member.value, level: level + 1)
        }
        endItems(level: level)
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func startItem(_ index: Int, level: Int) {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        if pretty { breakLine(level: level + 1) }
    }

    private mutating func endItems(level: Int) {
        if pretty { breakLine(level: level) }
    }

    private mutating func breakLine(level: Int) {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }

    mutating func write(string text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { source in
            var start = 0
            var index = 0
            while index < source.count {
                let byte = source[index]
                if byte < 0x20 || byte == 0x22 || byte == 0x5c {
                    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<index]))
                    writeEscape(byte)
                    start = index + 1
                }
                index += 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<index]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func writeEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write("\\\"")
        case UInt8(ascii: "\\"): write("\\\\")
        case 0x08: write("\\b")
        case 0x09: write("\\t")
        case 0x0a: write("\\n")
        case 0x0c: write("\\f")
        case 0x0d: write("\\r")
        default:
            write(byte < 0x10 ? "\\u000" : "\\u001")
            bytes.append(byte & 0xf < 10 ? 0x30 + byte & 0xf : 0x57 + byte & 0xf)
        }
    }
}
