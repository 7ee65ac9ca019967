package import ControlProtocol
package import JSONValues
import Posix

/// What was seen of a node at one moment, and the connection through which it was.
package struct NodeObservation {
    package let condition: NodeCondition
    /// Who has the node's lock; nil when it is down.
    package let owner: Int32?
    package let record: PidRecord
    package let greeting: NodeGreeting?
    package var connection: NodeConnection?
    /// The request that was sent along.
    package let request: RequestID?
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
            return NodeObservation(
                condition: .down,
                owner: nil,
                record: record,
                greeting: nil,
                connection: nil,
                request: nil
            )
        case .held(let record, let owner):
            let phase = phase(record, owner: owner, now: Clocks.now().seconds)
            guard settings.hasSocket, let socket = record.socket else {
                return NodeObservation(
                    condition: phase,
                    owner: owner,
                    record: record,
                    greeting: nil,
                    connection: nil,
                    request: nil
                )
            }
            return try greet(
                socket,
                record,
                owner,
                phase,
                early,
                .after(seconds: seconds ?? settings.deadlines.greeting)
            )
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

    private func greet(
        _ socket: String,
        _ record: PidRecord,
        _ owner: Int32,
        _ phase: NodeCondition,
        _ early: EarlyRequest?,
        _ deadline: Deadline
    ) throws(NodeControlError) -> NodeObservation {
        func observation(
            _ condition: NodeCondition,
            _ greeting: NodeGreeting? = nil,
            _ connection: NodeConnection? = nil,
            _ request: RequestID? = nil
        ) -> NodeObservation {
            NodeObservation(
                condition: condition,
                owner: owner,
                record: record,
                greeting: greeting,
                connection: connection,
                request: request
            )
        }
        let pid = record.program ?? owner
        do throws(NodeConnection.Failure) {
            var connection = try NodeConnection(to: socket, until: deadline)
            var request: RequestID?
            if let early { request = try connection.send(early.method, early.params, until: deadline) }
            let greeting = try connection.greeting(until: deadline)
            return observation(.init(greeting), greeting, connection, request)
        } catch {
            switch error {
            case .nobodyListens: return observation(phase)
            case .deadline: return observation(.hung(pid: pid))
            // It accepted, and ended before it could greet.
            case .closed, .interrupted: return observation(.stopping(pid: pid))
            case .denied: throw .condition(.foreign(user: NodeDirectory.owner(of: socket)), node: settings.node)
            case .notUnderstood(let reason): throw .notUnderstood(node: settings.node, reason: reason)
            case .system(let error): throw .system(error)
            }
        }
    }
}

extension NodeCondition {
    init(_ greeting: NodeGreeting) {
        switch greeting.state {
        case .booting: self = .booting(pid: greeting.pid)
        case .running: self = .running(pid: greeting.pid)
        case .stopping: self = .stopping(pid: greeting.pid)
        }
    }
}
