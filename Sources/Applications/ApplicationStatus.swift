/// What is known about an application.
package struct ApplicationStatus: Sendable, Hashable {
    /// Where an application is on its way.
    package enum State: String, Sendable {
        /// The release does not want it known.
        case unloaded
        /// Known, and not started.
        case loaded
        case starting
        case running
        case stopping
        /// Stopped on demand.
        case stopped
        /// Its service returned by itself.
        case ended
        /// It did not start, or its service threw.
        case failed
    }

    package let name: String
    package let version: String
    package let type: StartType
    package let state: State
}
