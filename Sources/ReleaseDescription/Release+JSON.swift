import JSONValues

extension Release {
    /// Everything but the steps, under the names that `release` knows.
    var json: JSONObject {
        var object: JSONObject = [
            "name": .string(name),
            "version": version.json,
            "applications": .array(applications.map(\.json)),
            "skipModeValidation": .strings(skipModeValidation),
            "includeExecutables": .bool(includeExecutables),
            "linkage": .string(linkage.rawValue),
            "strip": .string(strip.rawValue),
            "evaluation": .string(evaluation.rawValue),
            "templates": .string(templates),
            "overlays": .strings(overlays),
            "configuration": .string(configuration),
            "runtimeConfiguration": runtimeConfiguration.json,
            "providers": .array(providers.map(\.json)),
            "extraConfiguration": extraConfiguration,
            "keepConfiguration": .string(keepConfiguration.rawValue),
            "checksFixedKeys": .bool(checksFixedKeys),
            "flags": .object([
                "swift": .strings(flags.swift), "c": .strings(flags.c), "cxx": .strings(flags.cxx),
                "linker": .strings(flags.linker),
            ]),
            "quiet": .bool(quiet),
            "overwrite": .bool(overwrite),
        ]
        if let product { object["product"] = .string(product) }
        if let path { object["path"] = .string(path) }
        if let includeRuntime { object["includeRuntime"] = includeRuntime.json }
        if let cookie { object["cookie"] = .string(cookie) }
        var configurations = JSONObject()
        for (environment, build) in builds.sorted(by: { $0.key < $1.key }) {
            configurations[environment] = .string(build.rawValue)
        }
        object["builds"] = .object(configurations)
        return object
    }
}

extension ReleaseVersion {
    fileprivate var json: JSONValue {
        switch self {
        case .package: ["from": "package"]
        case .packageOr(let version): ["from": "package", "value": .string(version)]
        case .string(let version): ["from": "string", "value": .string(version)]
        case .application(let name): ["from": "application", "value": .string(name)]
        case .git: ["from": "git"]
        }
    }
}

extension ReleaseApplication {
    var json: JSONValue {
        var object: JSONObject = ["name": .string(name), "type": .string(type.rawValue)]
        if let version { object["version"] = .string(version) }
        if let dependencies { object["dependencies"] = .strings(dependencies) }
        return .object(object)
    }
}

extension RuntimeInclusion {
    fileprivate var json: JSONValue {
        switch self {
        case .included: true
        case .excluded: false
        case .directory(let path): .string(path)
        }
    }
}

extension RuntimeConfiguration {
    fileprivate var json: JSONValue {
        switch self {
        case .automatic: true
        case .none: false
        case .file(let path): .string(path)
        }
    }
}

extension JSONValue {
    static func strings(_ strings: [String]) -> JSONValue {
        .array(strings.map { .string($0) })
    }
}
