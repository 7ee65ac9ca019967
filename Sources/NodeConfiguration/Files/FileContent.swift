/// Puts together what a file says, part by part and in the order it says it.
struct FileContent {
    private let reader: ConfigurationReader
    private let path: String
    private let importing: [String]
    private(set) var configuration = Configuration()
    /// The files that were imported, the one begun last first.
    private(set) var files: [String] = []
    /// The variables that were asked for and are not set, so that they can be told together.
    private(set) var unset: [UnsetVariable] = []

    init(reader: ConfigurationReader, path: String, importing: [String]) {
        self.reader = reader
        self.path = path
        self.importing = importing
    }

    func origin(_ position: SourcePosition) -> ConfigurationOrigin {
        .position(file: path, line: position.line, column: position.column)
    }

    mutating func add(_ root: SourceNode) throws {
        if case .value(.null) = root.content { return }
        guard case .table(let members) = root.content else {
            throw SourceError("keys with values are expected, as in 'port: 5454'", at: root.position)
        }
        for member in members {
            if member.name == "import" {
                try addImports(member.node)
            } else {
                try addApplication(member.name, member.node)
            }
        }
    }

    private mutating func addApplication(_ name: String, _ node: SourceNode) throws {
        var part = Configuration()
        var positions: [(ConfigurationPath, SourcePosition)] = []
        let path = ConfigurationPath([name])
        let value = node.value(at: path) { positions.append(($0, $1)) }
        switch value {
        case .table: part.set(value, at: path)
        case .null: part.set(.table([:]), at: path)
        default:
            throw SourceError("'\(name)' is an application, so keys with values are expected", at: node.position)
        }
        for (path, position) in positions { part.setOrigin(origin(position), of: path) }
        try refuseEndlessNumbers(node)
        try collectingUnset { content in content.configuration.merge(try content.reader.resolved(part)) }
    }

    /// What has no form in JSON cannot be carried by a release.
    private func refuseEndlessNumbers(_ node: SourceNode) throws(SourceError) {
        switch node.content {
        case .value(.double(let number)) where !number.isFinite:
            throw SourceError("infinity and NaN are not values of a configuration", at: node.position)
        case .value: return
        case .list(let elements): for element in elements { try refuseEndlessNumbers(element) }
        case .table(let members): for member in members { try refuseEndlessNumbers(member.node) }
        }
    }

    private mutating func addImports(_ node: SourceNode) throws {
        switch node.content {
        case .value(.string(let text)):
            let origin = origin(node.position)
            try collectingUnset { content in
                let file = try content.reader.importName(text, at: origin)
                let imported = try content.reader.readFile(
                    FilePath.beside(content.path, file),
                    importedAt: origin,
                    below: content.importing
                )
                content.configuration.merge(imported.configuration)
                content.files = imported.files + content.files
            }
        case .list(let nodes):
            for node in nodes { try addImports(node) }
        case .value, .table:
            throw SourceError("the name of a file to import is expected", at: node.position)
        }
    }

    private mutating func collectingUnset(_ body: (inout FileContent) throws -> Void) throws {
        do {
            try body(&self)
        } catch ConfigurationError.unsetVariables(let variables) {
            unset += variables
        }
    }
}
