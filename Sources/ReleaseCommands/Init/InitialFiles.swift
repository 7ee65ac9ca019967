import ReleaseModel
import Templates

/// What `release init` writes into a package.
struct InitialFiles {
    /// A file by its path in the package.
    struct File: Hashable, Sendable {
        var path: String
        var text: String
        /// Where the same may stand already; then the file is not wanted.
        var alternatives: [String] = []
    }

    let releases: [(name: ReleaseName, product: String)]

    var all: [File] {
        [
            File(path: ManifestFile.relativePath, text: definitions),
            File(path: "rel/\(ReleaseTemplate.programArguments.fileName)", text: ReleaseTemplate.programArguments.text),
            File(path: "rel/\(ReleaseTemplate.remoteArguments.fileName)", text: ReleaseTemplate.remoteArguments.text),
            File(path: "rel/\(ReleaseTemplate.environment.fileName)", text: ReleaseTemplate.environment.text),
            configuration("config", buildConfiguration),
            configuration("runtime", runtimeConfiguration),
        ]
    }

    private func configuration(_ name: String, _ text: String) -> File {
        let path = "config/\(name).yaml"
        let others = ConfigurationFiles.standardFiles(name).filter { $0 != path }
        return File(path: path, text: text, alternatives: others)
    }

    private var definitions: String {
        let version = ".package(default: \"\(ReleaseVersion.fallback)\")"
        let list = releases.map { release in
            release.name.description == release.product
                ? "    Release(\"\(release.name)\", version: \(version))"
                : "    Release(\"\(release.name)\", product: \"\(release.product)\", version: \(version))"
        }
        let lines = list.isEmpty ? ["    // Release(\"NAME\", product: \"PRODUCT\", version: \"0.1.0\")"] : list
        return """
            import ReleaseDescription

            // Each release runs one executable product. Everything but the name has a default; among the settings are
            //
            //     version: "1.0.0"                     or .git, .application("NAME"); .package is that of the program's own
            //                                          application, or of the nearest Git tag
            //     applications: [.application("logger", .temporary)]
            //     overlays: ["rel/more"]               copied over the release after rel/overlays
            //     linkage: .static                     links the standard library into the program
            //     providers: [.environment(prefix: "APP"), .secrets("/run/secrets")]
            //                                          further configuration, read at each boot after runtime.yaml
            //     steps: [.assemble, .tar]             also packs the release into an archive
            let releases = Releases\(releases.count > 1 ? "(default: \"\(releases[0].name)\")" : "") {
            \(lines.joined(separator: "\n"))
            }

            """
    }

    // Comments alone are a configuration without values, and what is in the examples holds once it is no comment.

    private var buildConfiguration: String {
        """
        # Read when a release is built: settings of applications that are the same wherever the release runs. Everybody
        # who has the release can read them: secrets are for variables that runtime.yaml names, or for providers.
        #
        # \(application):
        #   workers: 3

        """
    }

    private var runtimeConfiguration: String {
        """
        # Read each time the release boots, and by bin/NAME reload, over what config.yaml says. Texts may refer to
        # variables of the environment:
        # ${NAME} must be set, ${NAME:-default} need not, and ${NAME:?message} says what is wrong when it is not.
        #
        # \(application):
        #   port: ${PORT:-8080}
        #   api_token: ${API_TOKEN:?set API_TOKEN to the token of the service}

        """
    }

    /// What examples configure: programs often have an application that is named like their release.
    private var application: String { releases.first?.name.description ?? "app" }
}
