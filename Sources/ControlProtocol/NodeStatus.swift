package import JSONValues

/// The result of the method `status`.
package struct NodeStatus: Hashable, Sendable {
    /// One application of the node.
    package struct Application: Hashable, Sendable {
        package let name: String
        package let version: String
        package let state: String

        package init(name: String, version: String, state: String) {
            self.name = name
            self.version = version
            self.state = state
        }
    }

    /// One evaluation that runs.
    package struct Evaluation: Hashable, Sendable {
        package let id: RequestID
        package let expression: String
        package let elapsedMilliseconds: Int

        package init(id: RequestID, expression: String, elapsedMilliseconds: Int) {
            self.id = id
            self.expression = expression
            self.elapsedMilliseconds = elapsedMilliseconds
        }
    }

    package let greeting: NodeGreeting
    package let uptimeMilliseconds: Int
    package let applications: [Application]
    package let evaluations: [Evaluation]
    package let connections: Int

    package init(
        greeting: NodeGreeting,
        uptimeMilliseconds: Int,
        applications: [Application],
        evaluations: [Evaluation],
        connections: Int
    ) {
        self.greeting = greeting
        self.uptimeMilliseconds = uptimeMilliseconds
        self.applications = applications
        self.evaluations = evaluations
        self.connections = connections
    }
}

extension NodeStatus {
    package var json: JSONValue {
        var object = greeting.json.asObject ?? [:]
        object["uptime_ms"] = .int(uptimeMilliseconds)
        object["applications"] = .array(applications.map(\.json))
        object["evaluations"] = .array(evaluations.map(\.json))
        object["connections"] = .int(connections)
        return .object(object)
    }

    /// The status of a result, or nil when it is none.
    package init?(json: JSONValue) {
        guard let greeting = NodeGreeting(json: json), let uptime = json["uptime_ms"]?.asInt,
            let connections = json["connections"]?.asInt
        else { return nil }
        self.init(
            greeting: greeting,
            uptimeMilliseconds: uptime,
            applications: (json["applications"]?.asArray ?? []).compactMap { Application(json: $0) },
            evaluations: (json["evaluations"]?.asArray ?? []).compactMap { Evaluation(json: $0) },
            connections: connections
        )
    }
}

extension NodeStatus.Application {
    package var json: JSONValue {
        ["name": .string(name), "version": .string(version), "state": .string(state)]
    }

    package init?(json: JSONValue) {
        guard let name = json["name"]?.asString, let version = json["version"]?.asString,
            let state = json["state"]?.asString
        else { return nil }
        self.init(name: name, version: version, state: state)
    }
}

extension NodeStatus.Evaluation {
    package var json: JSONValue {
        ["id": id.json, "expression": .string(expression), "elapsed_ms": .int(elapsedMilliseconds)]
    }

    package init?(json: JSONValue) {
        guard let id = json["id"].flatMap({ RequestID(json: $0) }), let expression = json["expression"]?.asString,
            let elapsed = json["elapsed_ms"]?.asInt
        else { return nil }
        self.init(id: id, expression: expression, elapsedMilliseconds: elapsed)
    }
}
