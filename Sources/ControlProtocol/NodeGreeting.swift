package import JSONValues

/// Where a node stands between start and end.
package enum NodeState: String, Sendable {
    case booting, running, stopping
}

/// What a node says first on every connection: the parameters of the notification `hello`.
package struct NodeGreeting: Hashable, Sendable {
    package static let method = "hello"
    package static let currentProtocol = 1

    package let protocolVersion: Int
    package let name: String
    package let node: String
    package let version: String
    package let pid: Int32
    package let state: NodeState

    package init(name: String, node: String, version: String, pid: Int32, state: NodeState) {
        protocolVersion = Self.currentProtocol
        self.name = name
        self.node = node
        self.version = version
        self.pid = pid
        self.state = state
    }

    package var json: JSONValue {
        [
            "protocol": .int(protocolVersion), "name": .string(name), "node": .string(node),
            "version": .string(version), "pid": .int(Int(pid)), "state": .string(state.rawValue),
        ]
    }

    /// The greeting of those parameters, or nil when they are none.
    package init?(json: JSONValue) {
        guard let protocolVersion = json["protocol"]?.asInt, let name = json["name"]?.asString,
            let node = json["node"]?.asString, let version = json["version"]?.asString,
            let pid = json["pid"]?.asInt.flatMap({ Int32(exactly: $0) }),
            let state = json["state"]?.asString.flatMap({ NodeState(rawValue: $0) })
        else { return nil }
        self.protocolVersion = protocolVersion
        self.name = name
        self.node = node
        self.version = version
        self.pid = pid
        self.state = state
    }
}
