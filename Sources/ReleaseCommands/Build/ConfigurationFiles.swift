import ConfigurationYAML
import HostSystem
import JSONValues
import NodeConfiguration
import ReleaseModel

/// Reads the configuration files of a package: those for the build, and the one for the boot.
struct ConfigurationFiles {
    /// What goes into a release.
    struct Contents {
        var system: Configuration
        var runtime: RuntimeConfiguration?
    }

    private static let formats: [ConfigurationFormat] = [.yaml, .json5, .json]

    let workspace: Workspace
    let definition: ReleaseDefinition
    let environment: String

    func read() throws(CommandError) -> Contents {
        Contents(system: try system(), runtime: try runtime())
    }

    /// The build's configuration, its variables resolved now; `RELEASE_ENV` is the environment that is built for.
    private func system() throws(CommandError) -> Configuration {
        var file: String? = definition.configuration
        if definition.configuration == ReleaseDefinition.defaultConfiguration {
            file = try standardFile("config")
        } else if !FileTree.exists(workspace.absolute(definition.configuration)) {
            throw missing(definition.configuration, setting: "configuration")
        }
        guard let file else { return Configuration() }
        let variables = workspace.host.environment
        let reader = ConfigurationReader(
            formats: Self.formats,
            variables: variables,
            environmentName: environment,
            target: variables["RELEASE_TARGET"] ?? "host"
        )
        return try read(file, by: reader)
    }

    /// What is read at boot, its variables as they stand.
    private func runtime() throws(CommandError) -> RuntimeConfiguration? {
        let file: String?
        switch definition.runtimeConfiguration {
        case .none: return nil
        case .automatic: file = try standardFile("runtime")
        case .file(let path):
            guard FileTree.exists(workspace.absolute(path)) else {
                throw missing(path, setting: "runtimeConfiguration")
            }
            file = path
        }
        guard let file else { return nil }
        let reader = ConfigurationReader(formats: Self.formats, imports: .disabled)
        return RuntimeConfiguration(file: file, configuration: try read(file, by: reader))
    }

    /// The files in `config` that may have this name, of which a package has one.
    static func standardFiles(_ name: String) -> [String] {
        formats.flatMap(\.endings).map { "config/\(name)\($0)" }
    }

    /// The one file of this name in `config`, whatever its format.
    private func standardFile(_ name: String) throws(CommandError) -> String? {
        let present = Self.standardFiles(name).filter { FileTree.exists(workspace.absolute($0)) }
        guard present.count < 2 else {
            throw CommandError(
                .wrongConfiguration,
                "there are \(present.joined(separator: " and ")), of which only one can hold",
                note: "keep one, and import the other from it if both are wanted"
            )
        }
        return present.first
    }

    private func read(_ file: String, by reader: ConfigurationReader) throws(CommandError) -> Configuration {
        do throws(ConfigurationError) {
            return try reader.reading(below: workspace.root).read(file)
        } catch {
            throw CommandError(.wrongConfiguration, "\(error)".replacing("\(workspace.root)/", with: ""))
        }
    }

    private func missing(_ file: String, setting: String) -> CommandError {
        CommandError(
            .wrongConfiguration,
            "'\(setting)' of release '\(definition.name)' names '\(file)', which does not exist"
        )
    }
}
