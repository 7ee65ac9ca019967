public import NodeConfiguration

/// Something that adds to a node's configuration each time it boots.
///
///     struct Vault: ConfigurationProvider {
///         struct Options: Decodable { var address: String }
///         private let address: String
///
///         init(options: Options) throws {
///             address = options.address
///         }
///
///         func load(over configuration: Configuration) async throws -> Configuration {
///             var configuration = configuration
///             configuration.set(.string(try await fetchToken(from: address)), at: "todo.api_token")
///             return configuration
///         }
///     }
///
/// A provider is made when the release is built, from the options in `rel/Release.swift`; what it encodes then is
/// carried by the release, and decoded on the host before any application starts. What `load` needs besides, it starts
/// itself: nothing else runs yet.
public protocol ConfigurationProvider: Codable, Sendable {
    /// What `rel/Release.swift` says in `.custom("NAME", OPTIONS)`.
    associatedtype Options: Decodable = NoOptions

    /// The name by which `rel/Release.swift` refers to it; that of the type by default.
    static var name: String { get }

    /// Makes the provider, on the machine that builds.
    init(options: Options) throws

    /// The configuration that holds after this provider, given the one before it, on the host.
    func load(over configuration: Configuration) async throws -> Configuration
}

extension ConfigurationProvider {
    /// The name of the type.
    public static var name: String { "\(Self.self)" }
}

/// The options of a provider that takes none.
public struct NoOptions: Decodable, Sendable {
    /// No options; what stands there is not looked at.
    public init(from decoder: any Decoder) {}
}
