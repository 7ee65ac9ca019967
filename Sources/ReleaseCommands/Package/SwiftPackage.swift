import HostSystem
import JSONValues
import ReleaseModel
import Suggestions

/// What SwiftPM says about the package: its name and its executable products.
struct SwiftPackage: Hashable, Sendable {
    var name: String
    /// Absolute.
    var root: String
    /// The products of the package itself, in order of the manifest.
    var executables: [String]
    /// The absolute paths of packages that it depends on by path.
    var localDependencies: [String] = []

    /// The product that `definition` runs.
    func product(of definition: ReleaseDefinition) throws(CommandError) -> String {
        if let product = definition.product {
            if executables.contains(product) { return product }
            throw CommandError(
                .wrongConfiguration,
                "release '\(definition.name)' runs product '\(product)', which is no executable product of package "
                    + "'\(name)'\(Suggestion.phrase(for: product, in: executables))",
                note: known
            )
        }
        let name = definition.name.description
        if executables.contains(name) { return name }
        let matching = executables.filter { (try? ReleaseName(product: $0))?.description == name }
        if matching.count == 1 { return matching[0] }
        if executables.count == 1 { return executables[0] }
        throw CommandError(
            .wrongConfiguration,
            "no executable product is named like release '\(name)'",
            note: executables.isEmpty ? known : "\(known); say which: Release(\"\(name)\", product: \"…\")"
        )
    }

    /// The names of the releases that a package without a definition has, each with its product.
    func implicitReleases() throws(CommandError) -> [(name: ReleaseName, product: String)] {
        var releases: [(name: ReleaseName, product: String)] = []
        for product in executables {
            let name = try CommandError.checking { () throws(ReleaseModelError) in try ReleaseName(product: product) }
            releases.append((name, product))
        }
        return releases
    }

    private var known: String {
        executables.isEmpty
            ? "the package has no executable product"
            : "its executable products are \(executables.joined(separator: ", "))"
    }
}

extension SwiftPackage {
    /// Asks SwiftPM, unless its answer for the same manifest is known.
    static func load(
        root: String,
        scratchPath: String,
        toolchain: SwiftToolchain,
        cache: KeyedCache,
        on host: HostContext
    ) throws(CommandError) -> SwiftPackage {
        let key = try key(root: root, toolchain: toolchain, environment: host.environment)
        if let known = cache.value("package", key: key), let package = SwiftPackage(json: known, root: root) {
            return package
        }
        let result = try CommandError.wrapping { () throws(HostError) in
            try Subprocess(
                toolchain.swift,
                ["package", "--package-path", root, "--scratch-path", scratchPath, "describe", "--type", "json"],
                directory: root
            ).run(on: host)
        }
        guard result.status.isSuccess else {
            throw CommandError(
                .wrongConfiguration,
                "SwiftPM cannot read the package in '\(root)'",
                output: result.errorText + result.outputText
            )
        }
        guard let json = Self.json(in: result.outputText), let package = SwiftPackage(json: json, root: root) else {
            throw CommandError(
                .internalFault,
                "'swift package describe --type json' answers something unknown",
                output: result.outputText
            )
        }
        cache.store(json, as: "package", key: key)
        return package
    }

    init?(json: JSONValue, root: String) {
        guard let name = json["name"]?.asString, let products = json["products"]?.asArray else { return nil }
        let executables = products.filter { $0["type"]?["executable"] != nil }
        let local = (json["dependencies"]?.asArray ?? []).filter { $0["type"]?.asString == "fileSystem" }
        self.init(
            name: name,
            root: root,
            executables: executables.compactMap { $0["name"]?.asString },
            localDependencies: local.compactMap { $0["path"]?.asString }
        )
    }

    /// The answer, without what SwiftPM may have said before it.
    private static func json(in text: String) -> JSONValue? {
        guard let start = text.firstIndex(of: "{") else { return nil }
        return try? JSONValue(parsing: String(text[start...]))
    }

    /// What the answer depends on: the manifests and the compiler, and the environment where a manifest may read it.
    private static func key(
        root: String,
        toolchain: SwiftToolchain,
        environment: [String: String]
    ) throws(CommandError) -> String {
        let manifests = try CommandError.wrapping { () throws(HostError) in
            var texts: [String] = []
            for name in try FileTree.names(in: root) where name.hasPrefix("Package") && name.hasSuffix(".swift") {
                texts.append(name + "\n" + (try FileTree.readText("\(root)/\(name)")))
            }
            return texts
        }
        var parts = [root, toolchain.identity] + manifests
        if manifests.contains(where: { $0.contains("nvironment") || $0.contains("getenv") }) {
            parts += environment.map { "\($0.key)=\($0.value)" }.sorted()
        }
        return parts.joined(separator: "\n")
    }
}
