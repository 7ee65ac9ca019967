/// Why a provider gave no configuration.
package struct ProviderError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Reason: Sendable {
        /// The provider threw, or returned what is no configuration.
        case failed(String)
        /// The provider failed, in a way that says by itself what it is about.
        case told(String)
        /// It did not finish in time.
        case overdue(limit: Double)
        /// The program has no provider of this name.
        case unknown(known: [String])
        /// The release carries for it what it cannot be made from.
        case state(String)
    }

    /// What messages call the provider.
    package let provider: String
    package let reason: Reason

    package init(provider: String, reason: Reason) {
        self.provider = provider
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .failed(let message): "the configuration provider '\(provider)' failed: \(message)"
        case .told(let message): message
        case .overdue(let limit):
            "the configuration provider '\(provider)' did not finish within \(Self.text(limit)) s; RELEASE_PROVIDER_TIMEOUT sets "
                + "this limit"
        case .unknown(let known):
            "the program has no configuration provider '\(provider)'; its configurationProviders are "
                + (known.isEmpty ? "none" : known.joined(separator: ", "))
        case .state(let message):
            "the configuration provider '\(provider)' cannot be made from what the release carries for it: \(message)"
        }
    }

    private static func text(_ seconds: Double) -> String {
        Int(exactly: seconds).map(String.init) ?? "\(seconds)"
    }
}
