import NodeConfiguration

/// Turns a tree of YAML into values, and tells where each stands.
struct YAMLTree {
    /// Called with the path and the place of every value.
    let note: (ConfigurationPath, YAMLPosition) -> Void

    func value(of node: YAMLNode, at path: ConfigurationPath) throws(YAMLError) -> ConfigurationValue {
        note(path, node.position)
        switch node.content {
        case .scalar(let text, let isPlain):
            return try YAMLScalar.value(of: node, text: text, isPlain: isPlain)
        case .sequence(let elements):
            var values: [ConfigurationValue] = []
            for (index, element) in elements.enumerated() {
                values.append(try value(of: element, at: path.appending("\(index)")))
            }
            return .list(values)
        case .mapping:
            var table: [String: ConfigurationValue] = [:]
            for (name, member) in try members(of: node) {
                table[name] = try value(of: member, at: path.appending(name))
            }
            return .table(table)
        }
    }

    /// The members of a mapping in order, those merged with `<<` first and only where the mapping itself has none.
    func members(of node: YAMLNode) throws(YAMLError) -> [(name: String, node: YAMLNode)] {
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

    private func mergedMembers(_ node: YAMLNode) throws(YAMLError) -> [(name: String, node: YAMLNode)] {
        guard case .sequence(let nodes) = node.content else { return try members(of: node) }
        var all: [(name: String, node: YAMLNode)] = []
        for node in nodes { all += try members(of: node) }
        return all
    }

    private func name(of key: YAMLNode) throws(YAMLError) -> String {
        guard case .scalar(let text, _) = key.content else {
            throw YAMLError(message: "the name of a key is expected", position: key.position)
        }
        guard !text.isEmpty else { throw YAMLError(message: "this key has no name", position: key.position) }
        return text
    }
}
