package import JSONValues

/// What a program says about itself when it is started with `RELEASE_COMMAND=describe`.
package struct DescribedProgram: Hashable, Sendable {
    package var applications: [DescribedApplication]
    /// The program's own applications, which nobody else pulls in.
    package var roots: [String]
    /// Whether the program was asked, so that a definition has nothing to add.
    package var isAnswered: Bool
    /// The states of the providers that it was asked to make, in the order in which it was asked.
    package var providerStates: [JSONValue] = []

    package init(applications: [DescribedApplication], roots: [String], isAnswered: Bool = true) {
        self.applications = applications
        self.roots = roots
        self.isAnswered = isAnswered
    }

    /// A program that cannot be asked: its one application is named like the program.
    package init(plain product: String, version: String) {
        self.init(
            applications: [DescribedApplication(name: product, version: version)],
            roots: [product],
            isAnswered: false
        )
    }

    /// Reads the program's answer; keys that a later version may add are passed over.
    package init(json: JSONValue) throws(ReleaseModelError) {
        guard let version = json["schemaVersion"]?.asInt, let list = json["applications"]?.asArray else {
            throw .unreadableDescription("it has no 'schemaVersion' or no 'applications'")
        }
        guard version == 1 else { throw .unreadableDescription("its format is version \(version), known is 1") }
        var applications: [DescribedApplication] = []
        for application in list {
            applications.append(try DescribedApplication(json: application))
        }
        self.init(applications: applications, roots: Self.strings(json["root"]))
        providerStates = (json["providers"]?.asArray ?? []).map { $0["state"] ?? .null }
    }

    /// Configuration keys that hold secrets.
    package var secretKeys: [String] {
        applications.flatMap(\.secretKeys)
    }

    /// Configuration keys that must be at boot what they are now.
    package var fixedKeys: [String] {
        applications.flatMap(\.fixedKeys)
    }

    fileprivate static func strings(_ value: JSONValue?) -> [String] {
        value?.asArray?.compactMap(\.asString) ?? []
    }
}

/// An application as the program describes it.
package struct DescribedApplication: Hashable, Sendable {
    package var name: String
    /// Empty when the application goes by the version of the release.
    package var version: String
    package var dependencies: [String]
    /// Dependencies that may be absent.
    package var optionalDependencies: [String]
    /// Applications that this one starts itself.
    package var included: [String]
    package var secretKeys: [String]
    package var fixedKeys: [String] = []

    package init(
        name: String,
        version: String = "",
        dependencies: [String] = [],
        optionalDependencies: [String] = [],
        included: [String] = [],
        secretKeys: [String] = []
    ) {
        self.name = name
        self.version = version
        self.dependencies = dependencies
        self.optionalDependencies = optionalDependencies
        self.included = included
        self.secretKeys = secretKeys
    }

    fileprivate init(json: JSONValue) throws(ReleaseModelError) {
        guard let name = json["name"]?.asString, !name.isEmpty else {
            throw .unreadableDescription("an application has no name")
        }
        self.init(
            name: name,
            version: json["version"]?.asString ?? "",
            dependencies: DescribedProgram.strings(json["dependencies"]),
            optionalDependencies: DescribedProgram.strings(json["optionalDependencies"]),
            included: DescribedProgram.strings(json["included"]),
            secretKeys: DescribedProgram.strings(json["secretKeys"])
        )
        fixedKeys = DescribedProgram.strings(json["fixedKeys"])
    }
}
