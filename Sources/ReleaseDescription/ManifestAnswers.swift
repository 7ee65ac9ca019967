import JSONValues

/// Why the manifest's process could not answer.
enum ManifestFault: Error, CustomStringConvertible {
    case unreadable(String)
    case renamed(from: String, to: String)

    var description: String {
        switch self {
        case .unreadable(let what): "unexpected request: \(what)"
        case .renamed(let name, let other): "the definition of release '\(name)' returns one named '\(other)'"
        }
    }
}

/// What the manifest's process knows and answers: definitions by name, and steps by number.
///
/// Requests are `{"method": "releases"}`, `{"method": "release", "name": NAME}` and `{"method": "step", "id": N,
/// "release": {…}}`; the answer holds `result`, or `error` with a message.
struct ManifestAnswers {
    private let releases: Releases
    private var functions: [(ReleaseBuild) throws -> ReleaseBuild] = []

    init(_ releases: Releases) {
        self.releases = releases
    }

    mutating func answer(_ line: [UInt8]) -> [UInt8] {
        do {
            let request = try JSONValue(parsing: line)
            return JSONValue.object(["result": try result(of: request)]).utf8()
        } catch {
            return JSONValue.object(["error": .string("\(error)")]).utf8()
        }
    }

    private mutating func result(of request: JSONValue) throws -> JSONValue {
        switch request["method"]?.asString {
        case "releases":
            return list()
        case "release":
            let name = request["name"]?.asString ?? ""
            guard let release = releases.releases.first(where: { $0.name == name }) else {
                throw ManifestFault.unreadable("release '\(name)'")
            }
            return try definition(of: release)
        case "step":
            guard let id = request["id"]?.asInt, functions.indices.contains(id), let sent = request["release"] else {
                throw ManifestFault.unreadable("step")
            }
            return json(of: try functions[id](try ReleaseBuild(json: sent)))
        default:
            throw ManifestFault.unreadable(request.text())
        }
    }

    private func list() -> JSONValue {
        var object: JSONObject = [
            "schemaVersion": 1,
            "releases": .array(
                releases.releases.map { ["name": .string($0.name), "deferred": .bool($0.deferred != nil)] }
            ),
        ]
        if let name = releases.defaultRelease { object["default"] = .string(name) }
        return .object(object)
    }

    private mutating func definition(of release: Release) throws -> JSONValue {
        var definition = release
        while let deferred = definition.deferred {
            definition = try deferred()
            guard definition.name == release.name else {
                throw ManifestFault.renamed(from: release.name, to: definition.name)
            }
        }
        var object = definition.json
        object["steps"] = json(of: definition.steps)
        return .object(object)
    }

    private mutating func json(of build: ReleaseBuild) -> JSONValue {
        var object = build.json
        object["steps"] = json(of: build.steps)
        return .object(object)
    }

    /// Steps as the tool sees them; functions stay here and are known by number.
    private mutating func json(of steps: [Step]) -> JSONValue {
        var list: [JSONValue] = []
        for step in steps {
            switch step.action {
            case .assemble: list.append(["kind": "assemble"])
            case .tar: list.append(["kind": "tar"])
            case .known(let id): list.append(["kind": "step", "name": .string(step.name), "id": .int(id)])
            case .function(let function):
                list.append(["kind": "step", "name": .string(step.name), "id": .int(functions.count)])
                functions.append(function)
            }
        }
        return .array(list)
    }
}
