/// How a release treats an application when it boots.
public enum StartType: String, Hashable, Sendable {
    /// Started; its end, for whatever reason, ends the node.
    case permanent
    /// Started; an abnormal end ends the node.
    case transient
    /// Started; its end is logged.
    case temporary
    /// Known to the node with its configuration, but not started.
    case load
    /// Part of the release, but neither loaded nor started.
    case none
}

/// An application of a release, and how it starts.
///
/// The program says which applications it has. A release lists those that start in another way than permanently, and
/// those that belong first. For a program that cannot be asked, because it is built for another architecture, the
/// release lists all of them with their versions and dependencies.
public struct ReleaseApplication: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The application's name.
    public var name: String
    /// How it starts; applications that it depends on start at least so.
    public var type: StartType
    /// Its version, for programs that cannot be asked.
    public var version: String?
    /// The applications it depends on, for programs that cannot be asked.
    public var dependencies: [String]?

    /// An application that starts as `type` says.
    public static func application(
        _ name: String,
        _ type: StartType = .permanent,
        version: String? = nil,
        dependencies: [String]? = nil
    ) -> ReleaseApplication {
        ReleaseApplication(name: name, type: type, version: version, dependencies: dependencies)
    }

    /// Takes the literal as the name of an application that starts permanently.
    public init(stringLiteral name: String) {
        self = .application(name)
    }

    private init(name: String, type: StartType, version: String?, dependencies: [String]?) {
        self.name = name
        self.type = type
        self.version = version
        self.dependencies = dependencies
    }
}
