import HostSystem
import JSONValues
import ReleaseModel

/// Reads the configuration files of a package: those for the build, and the one for the boot.
struct ConfigurationFiles {
    /// What goes into a release.
    struct Contents {
        var system: JSONValue
        var runtime: JSONValue?
    }

    let workspace: Workspace
    let definition: ReleaseDefinition
    let environment: String

    func read() throws(CommandError) -> Contents {
        Contents(system: .object([:]), runtime: nil)
    }
}
