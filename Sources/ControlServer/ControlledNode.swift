package import ControlProtocol
package import JSONValues

/// What the control server asks of the node it belongs to; everything answers at once, from any thread.
package protocol ControlledNode: Sendable {
    /// Who the node is and what it does.
    var greeting: NodeGreeting { get }
    /// How long ago it began to boot, in milliseconds.
    var uptimeMilliseconds: Int { get }
    /// Its applications in start order.
    var applications: [NodeStatus.Application] { get }

    /// Calls `tell` once all applications have started, or with the reason why that will not happen.
    func whenReady(_ tell: @escaping @Sendable (ControlError?) -> Void)
    /// Begins to stop; with `isForced`, ends the process soon after returning.
    func stop(isForced: Bool, by requester: String)
    /// Begins to restart; an error says why it does not.
    func restart(by requester: String) throws(ControlError)
    /// Every key of its configuration with value and origin, secret values left out.
    var configuration: JSONValue { get }
    /// Works the configuration out again and gives it to the applications; tells what changed, or why nothing did.
    func reload(by requester: String, tell: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void)
    /// Has the log files opened again; says what was done.
    func reopenLogs() -> String
    /// The stacks of all threads; takes milliseconds, more when threads do not answer.
    func backtrace() -> String
}
