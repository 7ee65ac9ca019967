/// The exit codes of every command of `bin/NAME` and `release`.
package enum ExitCode: Int32, Sendable {
    case done = 0
    /// What the user asked to run failed or threw; a build failed.
    case failed = 1
    case usage = 64
    /// The node is down.
    case down = 69
    /// A fault of ours.
    case fault = 70
    /// Not now: booting, stopping, already running, locked.
    case notNow = 75
    /// The node belongs to another user.
    case otherUser = 77
    /// Configuration or definition is wrong.
    case configuration = 78
    /// The deadline passed, or the node does not answer.
    case deadline = 124
    /// The program or the runtime is missing or cannot run on this host.
    case missing = 127
}
