/// One application of a release, with what the boot needs to know about it.
package struct PlannedApplication: Hashable, Sendable {
    package var name: String
    package var version: String
    package var type: StartType
    /// Names of the applications that must be started before this one.
    package var dependencies: [String]

    package init(name: String, version: String, type: StartType, dependencies: [String] = []) {
        self.name = name
        self.version = version
        self.type = type
        self.dependencies = dependencies
    }
}
