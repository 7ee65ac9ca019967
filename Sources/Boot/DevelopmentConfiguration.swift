import NodeConfiguration
import Posix

/// The configuration of a program that runs outside of a release, from the directory `config`.
///
/// JSON and JSON5 are always read, YAML by programs that link `ConfigurationYAML`.
enum DevelopmentConfiguration {
    /// How names of configuration files end, those that are looked for first in front.
    static let endings = [".yaml", ".yml", ".json5", ".json"]

    static func read(variables: [String: String], formats: [ConfigurationFormat]) throws -> Configuration {
        var configuration = Configuration()
        for name in ["config", "runtime"] {
            guard let path = endings.map({ "config/\(name)\($0)" }).first(where: Files.exists) else { continue }
            guard formats.contains(where: { $0.endings.contains { path.hasSuffix($0) } }) else {
                Complaint.write("warning: \(path) is not read: the program does not link ConfigurationYAML")
                continue
            }
            let reader = ConfigurationReader(
                formats: formats,
                variables: variables,
                environmentName: variables["RELEASE_ENV"] ?? "dev",
                imports: name == "config" ? .allowed() : .disabled
            )
            configuration.merge(try reader.read(path))
        }
        return configuration
    }
}
