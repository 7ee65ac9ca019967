/// Why a configuration cannot be used.
public enum ConfigurationError: Error, Sendable {
    /// Nothing is configured for a key that has no default.
    case notSet(ConfigurationPath)
}
