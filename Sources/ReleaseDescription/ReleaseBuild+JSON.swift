import JSONValues

extension ReleaseBuild {
    /// Reads what `release` sends; it says nothing that a step could not also have returned.
    init(json: JSONValue) throws {
        name = try json.string("name")
        version = try json.string("version")
        environment = try json.string("environment")
        packagePath = try json.string("packagePath")
        path = try json.string("path")
        versionPath = try json.string("versionPath")
        executable = try json.string("executable")
        runtimeVersion = try json.string("runtimeVersion")
        applications = try json.list("applications").map { application in
            .application(
                try application.string("name"),
                try application.choice("type"),
                version: application["version"]?.asString,
                dependencies: application["dependencies"]?.asArray?.compactMap(\.asString)
            )
        }
        isAssembled = json["isAssembled"]?.asBool ?? false
        archive = json["archive"]?.asString
        steps = try json.list("steps").map { step in
            switch try step.string("kind") {
            case "assemble": .assemble
            case "tar": .tar
            default: Step(name: try step.string("name"), action: .known(try step.number("id")))
            }
        }
        overlays = try json.list("overlays").compactMap(\.asString)
        strip = try json.choice("strip")
        evaluation = try json.choice("evaluation")
        cookie = json["cookie"]?.asString
        includeExecutables = json["includeExecutables"]?.asBool ?? true
    }

    /// Everything but the steps.
    var json: JSONObject {
        var object: JSONObject = [
            "name": .string(name),
            "version": .string(version),
            "environment": .string(environment),
            "packagePath": .string(packagePath),
            "path": .string(path),
            "versionPath": .string(versionPath),
            "executable": .string(executable),
            "runtimeVersion": .string(runtimeVersion),
            "applications": .array(applications.map(\.json)),
            "isAssembled": .bool(isAssembled),
            "overlays": .strings(overlays),
            "strip": .string(strip.rawValue),
            "evaluation": .string(evaluation.rawValue),
            "includeExecutables": .bool(includeExecutables),
        ]
        if let archive { object["archive"] = .string(archive) }
        if let cookie { object["cookie"] = .string(cookie) }
        return object
    }
}

extension JSONValue {
    fileprivate func string(_ key: String) throws -> String {
        guard let string = self[key]?.asString else { throw ManifestFault.unreadable("a release without '\(key)'") }
        return string
    }

    fileprivate func number(_ key: String) throws -> Int {
        guard let number = self[key]?.asInt else { throw ManifestFault.unreadable("a release without '\(key)'") }
        return number
    }

    fileprivate func list(_ key: String) throws -> [JSONValue] {
        guard let list = self[key]?.asArray else { throw ManifestFault.unreadable("a release without '\(key)'") }
        return list
    }

    fileprivate func choice<Choice: RawRepresentable<String>>(_ key: String) throws -> Choice {
        guard let choice = Choice(rawValue: try string(key)) else { throw ManifestFault.unreadable(text()) }
        return choice
    }
}
