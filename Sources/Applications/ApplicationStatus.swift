/// What is known about an application.
public struct ApplicationStatus: Sendable, Hashable {
    /// Where an application is on its way.
    public enum State: String, Sendable {
        /// The release does not want it known.
        case unloaded
        /// Known, and not started.
        case loaded
        /// On the way to running.
        case starting
        /// Started.
        case running
        /// On the way to its end.
        case stopping
        /// Stopped on demand.
        case stopped
        /// Its service returned by itself.
        case ended
        /// It did not start, or its service threw.
        case failed
    }

    /// The name of the application.
    public let name: String
    /// What it is for.
    public let summary: String
    /// Its version; empty outside of a release when it says none.
    public let version: String
    /// What its end means for the node.
    public let type: StartType
    /// Where it is on its way.
    public let state: State
}
