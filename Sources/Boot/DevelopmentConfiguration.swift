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
                Complaint.write("warning: \(unread(path))")
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

    /// What is said of a file in a format that the program cannot read.
    static func unread(_ path: String) -> String {
        "\(path) is not read outside of a release: the program does not link ConfigurationYAML, a product of swift-release "
            + "that its target can depend on; JSON5 is always read"
    }
}
