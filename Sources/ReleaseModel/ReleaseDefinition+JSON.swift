package import JSONValues

extension ReleaseDefinition {
    /// Reads a definition as the manifest's process sends it.
    package init(json: JSONValue) throws(ReleaseModelError) {
        let text = json["name"]?.asString ?? ""
        var settings = try SettingsReader(json, subject: "release '\(text)'")
        self.init(name: try ReleaseName(try settings.requiredString("name")))
        product = try settings.string("product")
        version = try Self.version(settings.value("version"), of: name)
        applications = try Self.applications(try settings.list("applications") ?? [], of: name)
        skipModeValidation = try settings.strings("skipModeValidation") ?? []
        path = try settings.string("path")
        linkage = try settings.choice("linkage") ?? linkage
        try read(includeRuntime: settings.value("includeRuntime"))
        includeExecutables = try settings.bool("includeExecutables") ?? includeExecutables
        strip = try settings.choice("strip") ?? strip
        evaluation = try settings.choice("evaluation") ?? evaluation
        cookie = try settings.string("cookie")
        templates = try settings.string("templates") ?? templates
        overlays = try settings.strings("overlays") ?? overlays
        configuration = try settings.string("configuration") ?? configuration
        try read(runtimeConfiguration: settings.value("runtimeConfiguration"))
        providers = try Self.providers(try settings.list("providers") ?? [], of: name)
        extraConfiguration = try Self.extra(settings.value("extraConfiguration"), of: name)
        keepConfiguration = try settings.choice("keepConfiguration") ?? keepConfiguration
        checksFixedKeys = try settings.bool("checksFixedKeys") ?? checksFixedKeys
        try read(builds: settings.value("builds"))
        try read(flags: settings.value("flags"))
        steps = try Self.steps(try settings.list("steps") ?? [["kind": "assemble"]], of: name)
        quiet = try settings.bool("quiet") ?? quiet
        overwrite = try settings.bool("overwrite") ?? overwrite
        try settings.finish()
        try check()
    }

    /// Reads the list of steps, without asking whether it makes sense.
    package static func steps(_ list: [JSONValue], of name: ReleaseName) throws(ReleaseModelError) -> [ReleaseStep] {
        var steps: [ReleaseStep] = []
        for json in list {
            var step = try SettingsReader(json, subject: "a step of release '\(name)'")
            switch try step.requiredString("kind") {
            case "assemble": steps.append(.assemble)
            case "tar": steps.append(.tar)
            case "step":
                let function = try step.requiredString("name")
                steps.append(.function(name: function, id: try step.requiredInt("id")))
            case let kind: throw step.bad("kind", "is '\(kind)'; it can be assemble, tar, step")
            }
            try step.finish()
        }
        return steps
    }

    private static func version(_ json: JSONValue?, of name: ReleaseName) throws(ReleaseModelError) -> VersionSource {
        guard let json else { return .package }
        var source = try SettingsReader(json, subject: "the version of release '\(name)'")
        let kind = try source.requiredString("from")
        let value = try source.string("value")
        try source.finish()
        switch (kind, value) {
        case ("package", nil): return .package
        case ("package", let value?): return .packageOr(value)
        case ("git", nil): return .git
        case ("string", let value?): return .string(value)
        case ("application", let value?): return .application(value)
        default: throw source.bad("from", "is '\(kind)'; it can be package, string, application, git")
        }
    }

    private static func applications(
        _ list: [JSONValue],
        of name: ReleaseName
    ) throws(ReleaseModelError) -> [ApplicationSetting] {
        var applications: [ApplicationSetting] = []
        for json in list {
            var reader = try SettingsReader(json, subject: "an application of release '\(name)'")
            let application = ApplicationSetting(
                name: try reader.requiredString("name"),
                type: try reader.choice("type") ?? .permanent,
                version: try reader.string("version"),
                dependencies: try reader.strings("dependencies")
            )
            try reader.finish()
            applications.append(application)
        }
        return applications
    }

    private static func providers(
        _ list: [JSONValue],
        of name: ReleaseName
    ) throws(ReleaseModelError) -> [ProviderSetting] {
        var providers: [ProviderSetting] = []
        for json in list {
            var reader = try SettingsReader(json, subject: "a provider of release '\(name)'")
            let provider = ProviderSetting(
                name: try reader.requiredString("name"),
                isBuiltIn: try reader.bool("builtIn") ?? false,
                options: reader.value("options") ?? .null
            )
            try reader.finish()
            providers.append(provider)
        }
        return providers
    }

    private static func extra(_ value: JSONValue?, of name: ReleaseName) throws(ReleaseModelError) -> JSONValue {
        guard let value else { return .object([:]) }
        let isTableOfTables = value.asObject.map { $0.allSatisfy { $0.value.asObject != nil } } ?? false
        guard isTableOfTables else {
            throw .badSetting(
                "release '\(name)'",
                "'extraConfiguration' is no table with a table for each application, as in [\"todo\": [\"port\": 80]]"
            )
        }
        return value
    }

    private mutating func read(includeRuntime value: JSONValue?) throws(ReleaseModelError) {
        switch (value, linkage) {
        case (nil, _), (.bool(true), .dynamic), (.bool(true), .static), (.bool(false), .none): break
        case (.bool(false), .dynamic): linkage = .none
        case (.string(let path), .dynamic): runtimeDirectory = path
        case (.bool(true), .none), (.string, .none):
            throw .contradiction(name, "'linkage' is none, but 'includeRuntime' asks for the runtime")
        case (.bool(false), .static):
            throw .contradiction(name, "'includeRuntime' is false, but 'linkage' is static, which links it in")
        case (.string, .static):
            throw .contradiction(name, "'includeRuntime' names a directory, but 'linkage' is static, which uses none")
        default: throw .badSetting("release '\(name)'", "'includeRuntime' is neither true, false, nor a directory")
        }
    }

    private mutating func read(runtimeConfiguration value: JSONValue?) throws(ReleaseModelError) {
        switch value {
        case nil, .bool(true): runtimeConfiguration = .automatic
        case .bool(false): runtimeConfiguration = .none
        case .string(let path): runtimeConfiguration = .file(path)
        default: throw .badSetting("release '\(name)'", "'runtimeConfiguration' is neither true, false, nor a path")
        }
    }

    private mutating func read(builds value: JSONValue?) throws(ReleaseModelError) {
        guard let value else { return }
        var reader = try SettingsReader(value, subject: "'builds' of release '\(name)'")
        for environment in value.asObject?.keys.map({ $0 }) ?? [] {
            try ReleaseEnvironment.check(environment)
            builds[environment] = try reader.choice(environment)
        }
    }

    private mutating func read(flags value: JSONValue?) throws(ReleaseModelError) {
        guard let value else { return }
        var reader = try SettingsReader(value, subject: "'flags' of release '\(name)'")
        flags = BuildFlags(
            swift: try reader.strings("swift") ?? [],
            c: try reader.strings("c") ?? [],
            cxx: try reader.strings("cxx") ?? [],
            linker: try reader.strings("linker") ?? []
        )
        try reader.finish()
    }
}
