import JSONValues
import NodeConfiguration
import Posix

/// Reads the configuration of a node: that of the build, then that of the host over it.
enum ConfigurationLoader {
    static func load(_ settings: NodeSettings) throws(BootError) -> Configuration {
        do {
            return try readFiles(settings)
        } catch let error as ConfigurationError {
            throw .configuration(error.description)
        } catch let error as BootError {
            throw error
        } catch {
            throw .configuration("\(error)")
        }
    }

    private static func readFiles(_ settings: NodeSettings) throws -> Configuration {
        guard settings.root != nil, let directory = settings.versionDirectory else {
            return try readOutsideOfRelease(settings)
        }
        let given = settings.environment["RELEASE_SYS_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let path = systemPath(given ?? "\(directory)/sys")
        let json = try JSONFile.read(path, what: "the configuration")
        let system = try Configuration(json, from: .file(path))
        let runtime = "\(directory)/runtime.config"
        guard Files.exists(runtime) else { return system }
        return system.merging(try resolve(runtime, settings))
    }

    private static func readOutsideOfRelease(_ settings: NodeSettings) throws -> Configuration {
        let variables = Environment.snapshot()
        guard let given = settings.environment["RELEASE_SYS_CONFIG"], !given.isEmpty else {
            return try DevelopmentConfiguration.read(variables: variables, formats: ConfigurationFormat.linked)
        }
        let path = systemPath(given)
        return try Configuration(JSONFile.read(path, what: "the configuration"), from: .file(path))
    }

    /// The file that `RELEASE_SYS_CONFIG` means, which may leave the ending out.
    static func systemPath(_ text: String) -> String {
        text.hasSuffix(".config") || text.hasSuffix(".json") ? text : "\(text).config"
    }

    private static func resolve(_ path: String, _ settings: NodeSettings) throws -> Configuration {
        let json = try JSONFile.read(path, what: "the configuration of the host")
        let runtime = try RuntimeConfiguration(json, path: path)
        return try runtime.configuration.resolvingVariables(in: Environment.snapshot())
    }
}
