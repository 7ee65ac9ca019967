import ConfigurationYAML
import HostSystem
import JSONValues
import NodeConfiguration
import ReleaseModel

/// Reads the configuration files of a package: those for the build, and the one for the boot.
struct ConfigurationFiles {
    /// What goes into a release.
    struct Contents {
        var system: JSONValue
        var runtime: JSONValue?
    }

    private static let standardRuntimeFile = "config/runtime.yaml"

    let workspace: Workspace
    let definition: ReleaseDefinition
    let environment: String

    func read() throws(CommandError) -> Contents {
        Contents(system: try system(), runtime: try runtime())
    }

    /// The build's configuration, its variables resolved now; `RELEASE_ENV` is the environment that is built for.
    private func system() throws(CommandError) -> JSONValue {
        let file = definition.configuration
        guard FileTree.exists(workspace.absolute(file)) else {
            guard file == ReleaseDefinition.defaultConfiguration else { throw missing(file, setting: "configuration") }
            return .object([:])
        }
        var variables = workspace.host.environment
        variables["RELEASE_ENV"] = environment
        return try read(file, by: YAMLReader(environment: variables)).json
    }

    /// What is read at boot, its variables as they stand.
    private func runtime() throws(CommandError) -> JSONValue? {
        let file: String
        switch definition.runtimeConfiguration {
        case .none: return nil
        case .automatic:
            guard FileTree.exists(workspace.absolute(Self.standardRuntimeFile)) else { return nil }
            file = Self.standardRuntimeFile
        case .file(let path):
            guard FileTree.exists(workspace.absolute(path)) else {
                throw missing(path, setting: "runtimeConfiguration")
            }
            file = path
        }
        let configuration = try read(file, by: YAMLReader(allowsImports: false))
        return RuntimeConfiguration(file: file, configuration: configuration).json
    }

    private func read(_ file: String, by reader: YAMLReader) throws(CommandError) -> Configuration {
        do throws(ConfigurationError) {
            return try reader.read(workspace.absolute(file)).configuration
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
