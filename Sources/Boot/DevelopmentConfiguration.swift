import CBoot
import Glibc
import JSONValues
import NodeConfiguration
import Posix

/// The configuration of a program that runs outside of a release, from the directory `config`.
///
/// JSON is always read, YAML by programs that link `ConfigurationYAML`.
enum DevelopmentConfiguration {
    static func read(_ settings: NodeSettings) throws -> Configuration {
        if let path = settings.environment["RELEASE_SYS_CONFIG"], !path.isEmpty {
            return try readJSON(ConfigurationLoader.systemPath(path))
        }
        var configuration = Configuration()
        for name in ["config", "runtime"] {
            if Files.exists("config/\(name).yaml") {
                configuration.merge(try readYAML("config/\(name).yaml"))
            } else if Files.exists("config/\(name).json") {
                configuration.merge(try readJSON("config/\(name).json"))
            }
        }
        return try configuration.resolvingVariables(in: Environment.snapshot())
    }

    private static func readJSON(_ path: String) throws -> Configuration {
        try Configuration(JSONFile.read(path, what: "the configuration"), from: .file(path))
    }

    private static func readYAML(_ path: String) throws -> Configuration {
        guard let text = cboot_read_yaml(path) else {
            Complaint.write("warning: \(path) is not read: the program does not link ConfigurationYAML")
            return Configuration()
        }
        defer { free(text) }
        let json = try JSONValue(parsing: String(cString: text))
        if let message = json["error"]?.asString { throw BootError.configuration(message) }
        return try RuntimeConfiguration(json, path: path).configuration
    }
}
