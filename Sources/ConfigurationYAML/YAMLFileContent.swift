import NodeConfiguration

/// Puts together what a file says, part by part and in the order it says it.
struct YAMLFileContent {
    private let reader: YAMLReader
    private let path: String
    private let importing: [String]
    private(set) var configuration = Configuration()
    /// The files that were imported, the one begun last first.
    private(set) var files: [String] = []
    /// The variables that were asked for and are not set, so that they can be told together.
    private(set) var unset: [UnsetVariable] = []

    init(reader: YAMLReader, path: String, importing: [String]) {
        self.reader = reader
        self.path = path
        self.importing = importing
    }

    func origin(_ position: YAMLPosition) -> ConfigurationOrigin {
        .position(file: path, line: position.line, column: position.column)
    }

    mutating func add(_ root: YAMLNode) throws {
        if case .scalar("", isPlain: true) = root.content { return }
        for (name, node) in try YAMLTree(note: { _, _ in }).members(of: root) {
            if name == "import" {
                try addImports(node)
            } else {
                try addApplication(name, node)
            }
        }
    }

    private mutating func addApplication(_ name: String, _ node: YAMLNode) throws {
        var part = Configuration()
        var positions: [(ConfigurationPath, YAMLPosition)] = []
        let tree = YAMLTree { positions.append(($0, $1)) }
        let path = ConfigurationPath([name])
        let value = try tree.value(of: node, at: path)
        switch value {
        case .table: part.set(value, at: path)
        case .null: part.set(.table([:]), at: path)
        default:
            throw YAMLError(
                message: "'\(name)' is an application, so keys with values are expected",
                position: node.position
            )
        }
        for (path, position) in positions { part.setOrigin(origin(position), of: path) }
        try collectingUnset { content in content.configuration.merge(try content.reader.resolved(part)) }
    }

    private mutating func addImports(_ node: YAMLNode) throws {
        switch node.content {
        case .scalar(let text, _):
            let origin = origin(node.position)
            try collectingUnset { content in
                let file = try content.reader.importName(text, at: origin)
                let imported = try content.reader.read(
                    content.absolute(file),
                    importedAt: origin,
                    below: content.importing
                )
                content.configuration.merge(imported.configuration)
                content.files = imported.files + content.files
            }
        case .sequence(let nodes):
            for node in nodes { try addImports(node) }
        case .mapping:
            throw YAMLError(message: "the name of a file to import is expected", position: node.position)
        }
    }

    private mutating func collectingUnset(_ body: (inout YAMLFileContent) throws -> Void) throws {
        do {
            try body(&self)
        } catch ConfigurationError.unsetVariables(let variables) {
            unset += variables
        }
    }

    /// A file name relative to the importing file.
    private func absolute(_ file: String) -> String {
        guard !file.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return Self.normalized(file) }
        return Self.normalized("\(path[...slash])\(file)")
    }

    /// A path without `.` and with as few `..` as its text allows, so that a file has one name.
    static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
