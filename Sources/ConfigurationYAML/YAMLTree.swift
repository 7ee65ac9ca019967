import NodeConfiguration

/// Turns a tree of YAML into one of values that know where they stand.
enum YAMLTree {
    static func source(of node: YAMLNode) throws(YAMLError) -> SourceNode {
        let position = SourcePosition(line: node.position.line, column: node.position.column)
        switch node.content {
        case .scalar(let text, let isPlain):
            let value = try YAMLScalar.value(of: node, text: text, isPlain: isPlain)
            return SourceNode(.value(value), at: position)
        case .sequence(let elements):
            var nodes: [SourceNode] = []
            for element in elements { nodes.append(try source(of: element)) }
            return SourceNode(.list(nodes), at: position)
        case .mapping:
            var parts: [SourceNode.Member] = []
            for (name, member) in try members(of: node) {
                parts.append(SourceNode.Member(name: name, node: try source(of: member)))
            }
            return SourceNode(.table(parts), at: position)
        }
    }

    /// The members of a mapping in order, those merged with `<<` first and only where the mapping itself has none.
    private static func members(of node: YAMLNode) throws(YAMLError) -> [(name: String, node: YAMLNode)] {
        guard case .mapping(let pairs) = node.content else {
            throw YAMLError(message: "keys with values are expected, as in 'port: 5454'", position: node.position)
        }
        var own: [(name: String, node: YAMLNode)] = []
        var merged: [(name: String, node: YAMLNode)] = []
        var lines: [String: Int] = [:]
        for (key, value) in pairs {
            if case .scalar("<<", isPlain: true) = key.content {
                merged += try mergedMembers(value)
                continue
            }
            let name = try name(of: key)
            if let line = lines[name] {
                throw YAMLError(message: "'\(name)' was already set on line \(line)", position: key.position)
            }
            lines[name] = key.position.line
            own.append((name, value))
        }
        var inherited: [(name: String, node: YAMLNode)] = []
        for member in merged where lines.updateValue(0, forKey: member.name) == nil { inherited.append(member) }
        return inherited + own
    }

    private static func mergedMembers(_ node: YAMLNode) throws(YAMLError) -> [(name: String, node: YAMLNode)] {
        guard case .sequence(let nodes) = node.content else { return try members(of: node) }
        var all: [(name: String, node: YAMLNode)] = []
        for node in nodes { all += try members(of: node) }
        return all
    }

    private static func name(of key: YAMLNode) throws(YAMLError) -> String {
        guard case .scalar(let text, _) = key.content else {
            throw YAMLError(message: "the name of a key is expected", position: key.position)
        }
        guard !text.isEmpty else { throw YAMLError(message: "this key has no name", position: key.position) }
        return text
    }
}
