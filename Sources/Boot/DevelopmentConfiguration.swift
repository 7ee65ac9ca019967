import NodeConfiguration
import Posix

/// The configuration of a program that runs outside of a release, from the directory `config`.
enum DevelopmentConfiguration {
    static func read(_ settings: NodeSettings) throws -> Configuration {
        if let path = settings.environment["RELEASE_SYS_CONFIG"], !path.isEmpty {
            return try readJSON(ConfigurationLoader.systemPath(path))
        }
        var configuration = Configuration()
        for name in ["config", "runtime"] {
            let path = "config/\(name).json"
            if Files.exists(path) { configuration.merge(try readJSON(path)) }
        }
        return try configuration.resolvingVariables(in: Environment.snapshot())
    }

    private static func readJSON(_ path: String) throws -> Configuration {
        try Configuration(JSONFile.read(path, what: "the configuration"), from: .file(path))
    }
}
