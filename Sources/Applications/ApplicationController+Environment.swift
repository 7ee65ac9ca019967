public import NodeConfiguration
import Synchronization

/// The configuration as it is now. Reads and changes never wait, and a change is seen at once by whoever reads here or at
/// `Node.configuration`; the context that an application was started with stays as it was.
extension ApplicationController {
    /// What all applications are given that start from now on.
    public var configuration: Configuration { environment.withLock { $0.current } }

    /// Everything that is configured for an application, by key; empty for one that nothing is configured for.
    ///
    /// Defaults of keys are not among it: they hold where nothing is configured.
    public func values(of application: String) -> [String: ConfigurationValue] {
        guard case .table(let values)? = configuration[[application]] else { return [:] }
        return values
    }

    /// The value at `path`; the error tells an application without any configuration from a key without a value.
    public func require(_ path: ConfigurationPath) throws(ApplicationError) -> ConfigurationValue {
        let configuration = configuration
        if let value = configuration[path] { return value }
        let name = path.components.first ?? ""
        let isLoaded = status.contains { $0.name == name && $0.state != .unloaded }
        throw isLoaded || configuration[[name]] != nil ? .notConfigured(path) : .neitherLoadedNorConfigured(path)
    }

    /// Puts a value in place of what is configured; a persistent one outlasts the loading of its application.
    public func put(_ value: ConfigurationValue, at path: ConfigurationPath, persistent: Bool = false) {
        environment.withLock { $0.put(value, at: path, isPersistent: persistent) }
    }

    /// Puts several values at once; throws, and puts none, when two are for the same key.
    public func putAll(
        _ values: KeyValuePairs<ConfigurationPath, ConfigurationValue>,
        persistent: Bool = false
    ) throws(ApplicationError) {
        var paths: Set<ConfigurationPath> = []
        let twice = values.map(\.key).filter { !paths.insert($0).inserted }
        guard twice.isEmpty else { throw .putTwice(twice) }
        environment.withLock { environment in
            for (path, value) in values { environment.put(value, at: path, isPersistent: persistent) }
        }
    }

    /// Takes a value away, so that defaults hold again.
    public func remove(_ path: ConfigurationPath) {
        environment.withLock { $0.put(.null, at: path, isPersistent: false) }
    }
}
