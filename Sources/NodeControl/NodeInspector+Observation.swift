package import ControlProtocol
package import ControlSocket
package import JSONValues
package import Posix

/// What was seen of a node at one moment, and the connection through which it was.
package struct NodeObservation {
    package let condition: NodeCondition
    /// Who has the node's lock; nil when it is down.
    package var owner: FileLock.Owner?
    package let record: PidRecord
    /// The connection; a request that was sent along has the id `ControlClient.earlyID`.
    package var client: ControlClient?
    /// Why there is no connection to a node that listens.
    var refusal: NodeControlError?
}

extension NodeInspector {
    /// A request to send at once, before it is known what the node is doing; it answers by itself when it cannot.
    package struct EarlyRequest {
        package let method: ControlMethod
        package let params: JSONValue?

        package init(_ method: ControlMethod, _ params: JSONValue? = nil) {
            self.method = method
            self.params = params
        }
    }

    /// Finds out what the node is doing, waiting for its greeting for no longer than `seconds`.
    package func observe(
        seconds: Double? = nil,
        sending early: EarlyRequest? = nil
    ) throws(NodeControlError) -> NodeObservation {
        switch try holder() {
        case .nobody(let record):
            guard let stray = StrayNode.find(settings) else {
                return NodeObservation(condition: .down, record: record)
            }
            let condition = NodeCondition.unlocked(pid: stray.process, path: settings.pidFile)
            return NodeObservation(condition: condition, record: record)
        case .held(let record, let owner):
            let phase = phase(record, owner: owner, now: Clocks.now().seconds)
            let observation = NodeObservation(condition: phase, owner: owner, record: record)
            guard settings.hasSocket, let socket = record.socket else { return observation }
            let deadline = Deadline.after(seconds: seconds ?? settings.deadlines.greeting)
            return try greet(socket, observation, early, until: deadline)
        }
    }

    /// What an observation of a running node is needed for; any other condition is the error.
    package func requireRunning(
        seconds: Double? = nil,
        sending early: EarlyRequest? = nil
    ) throws(NodeControlError) -> NodeObservation {
        let observation = try observe(seconds: seconds, sending: early)
        guard case .running = observation.condition else {
            throw .condition(observation.condition, node: settings.node)
        }
        return observation
    }

    /// Looks at a node that may turn clients away, for want of descriptors perhaps: it still hears signals.
    ///
    /// Such a node has no client; where nobody could be sent a signal, its refusal is the error.
    func observeEvenIfRefused(seconds: Double) throws(NodeControlError) -> NodeObservation {
        do throws(NodeControlError) {
            return try observe(seconds: seconds)
        } catch {
            guard case .refused = error, case .held(let record, let owner) = try holder(), owner != .unseen else {
                throw error
            }
            let condition = NodeCondition.running(pid: record.program ?? owner.process)
            return NodeObservation(condition: condition, owner: owner, record: record, refusal: error)
        }
    }

    /// Asks the node itself; what the pid file says is the answer only where there is no socket.
    private func greet(
        _ socket: String,
        _ seen: NodeObservation,
        _ early: EarlyRequest?,
        until deadline: Deadline
    ) throws(NodeControlError) -> NodeObservation {
        func observation(_ condition: NodeCondition, _ client: ControlClient? = nil) -> NodeObservation {
            NodeObservation(condition: condition, owner: seen.owner, record: seen.record, client: client)
        }
        let pid = seen.condition.pid
        do throws(ControlClientError) {
            let client = try ControlClient.connect(
                to: socket,
                sending: early.map { ($0.method.rawValue, $0.params) },
                until: deadline
            )
            return observation(NodeCondition(client.greeting.state, pid: client.process), client)
        } catch {
            switch error {
            case .nobodyListens:
                let isEnding = try isEnding(seen.condition, socket)
                return isEnding ? observation(.stopping(pid: pid)) : seen
            case .deadline: return observation(.hung(pid: pid))
            // It accepted, and ended before it could greet.
            case .closed: return observation(.stopping(pid: pid))
            case .notPermitted(let path):
                throw .condition(.foreign(user: NodeDirectory.owner(of: path)), node: settings.node)
            default: throw .conversation(error, node: settings.node, seconds: settings.deadlines.greeting)
            }
        }
    }

    /// Whether a node at whose socket nobody listens has closed it as one of its last acts.
    private func isEnding(_ condition: NodeCondition, _ socket: String) throws(NodeControlError) -> Bool {
        guard case .withoutSocket(let pid, _, _) = condition else { return false }
        if Files.exists(socket) { return true }
        guard let pid else { return false }
        return try ProcessWatch([pid]).waitForEnd(until: .after(seconds: Self.lastMoment))
    }

    /// How long a process may need to end once it has closed its socket, in seconds.
    private static let lastMoment = 0.5
}

extension NodeCondition {
    init(_ state: NodeState, pid: Int32?) {
        switch state {
        case .booting: self = .booting(pid: pid)
        case .running: self = .running(pid: pid)
        case .stopping: self = .stopping(pid: pid)
        }
    }
}
