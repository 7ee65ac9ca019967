public import JSONValues

/// Something that adds to the configuration each time the release boots.
///
///     Release("todo", providers: [
///         .file("/etc/todo/config.json5", isOptional: true),
///         .environment(prefix: "TODO"),
///         .secrets(.variable("CREDENTIALS_DIRECTORY"), under: "todo", isOptional: true),
///         .custom("Vault", ["address": "https://vault.example.org"]),
///     ])
///
/// They run in this order, after the runtime file, each on what those before it have made.
public struct Provider: Hashable, Sendable {
    let name: String
    let isBuiltIn: Bool
    let options: JSONValue

    /// Reads a further file of the host: YAML, JSON or JSON5, as the end of its name says.
    ///
    /// `environment` and `target` are what the file gets for `${RELEASE_ENV}` and `${RELEASE_TARGET}`; other variables
    /// are those of the host.
    public static func file(
        _ path: HostPath,
        isOptional: Bool = false,
        environment: String? = nil,
        target: String? = nil,
        imports: Bool = true
    ) -> Provider {
        var options: JSONObject = [
            "path": path.json, "isOptional": .bool(isOptional), "imports": .bool(imports),
        ]
        options["environment"] = environment.map { .string($0) }
        options["target"] = target.map { .string($0) }
        return Provider(name: "file", isBuiltIn: true, options: .object(options))
    }

    /// Takes variables whose names begin with `prefix` and two underscores: `TODO__HTTP__PORT` is `todo.http.port`.
    ///
    /// What follows the prefix is a path below `under`: the application named like the prefix in lower case when `nil`,
    /// and the whole configuration when empty, so that the first name is that of the application.
    public static func environment(prefix: String, under: String? = nil) -> Provider {
        var options: JSONObject = ["prefix": .string(prefix)]
        options["under"] = under.map { .string($0) }
        return Provider(name: "environment", isBuiltIn: true, options: .object(options))
    }

    /// Takes secrets from a directory with one key in each file; the file is named like the key below `under`.
    public static func secrets(_ directory: HostPath, under: String? = nil, isOptional: Bool = false) -> Provider {
        var options: JSONObject = ["directory": directory.json, "isOptional": .bool(isOptional)]
        options["under"] = under.map { .string($0) }
        return Provider(name: "secrets", isBuiltIn: true, options: .object(options))
    }

    /// A provider of the program's own, by the name it has among `Program.configurationProviders`.
    ///
    /// It is made from `options` when the release is built.
    public static func custom(_ name: String, _ options: JSONValue = nil) -> Provider {
        Provider(name: name, isBuiltIn: false, options: options)
    }

    var json: JSONValue {
        ["name": .string(name), "builtIn": .bool(isBuiltIn), "options": options]
    }
}

/// A place on the machine that the release runs on.
public struct HostPath: Hashable, Sendable, ExpressibleByStringLiteral {
    let json: JSONValue

    /// Takes the literal as an absolute path.
    public init(stringLiteral path: String) {
        json = .string(path)
    }

    /// An absolute path.
    public static func path(_ path: String) -> HostPath {
        HostPath(stringLiteral: path)
    }

    /// What a variable of the host holds, directly followed by `rest`.
    public static func variable(_ name: String, _ rest: String = "") -> HostPath {
        HostPath(json: ["variable": .string(name), "rest": .string(rest)])
    }

    private init(json: JSONValue) {
        self.json = json
    }
}

/// What becomes of the configuration that a boot has worked out, with all its secrets.
public enum KeptConfiguration: String, Hashable, Sendable {
    /// It is in memory alone.
    case no
    /// It is in `RELEASE_TMP/NODE.config`, which only the node's user can read.
    case kept
    /// It is there until the node has booted.
    case pruned
}
