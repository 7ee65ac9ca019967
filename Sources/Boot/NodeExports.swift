import Applications
import Expressions

/// What every node exports for evaluation under the name `Node`.
enum NodeExports {
    static func make(_ supervisor: NodeSupervisor?) -> Exports {
        make { supervisor?.controller }
    }

    /// The exports; `controller` gives that of the applications, once there is one.
    static func make(_ controller: @escaping @Sendable () -> ApplicationController?) -> Exports {
        var exports = Exports(namespace: "Node")
        exports.add("name") { Node.name }
        exports.add("version") { Node.version }
        exports.add("root") { Node.root }
        exports.add("state") { Node.state.rawValue }
        exports.add("arguments") { Node.arguments }
        exports.add("applications") { (controller()?.status ?? []).map(ApplicationSummary.init) }
        exports.add("directory(of:)") { (name: String) in try Node.directory(of: name) }
        exports.add("stopApplication(_:)") { (name: String) in
            guard let controller = controller() else { throw NodeNotLoaded() }
            try await controller.stop(name)
        }
        exports.add("ensureStarted(_:)") { (name: String) in
            guard let controller = controller() else { throw NodeNotLoaded() }
            return try await controller.ensureAllStarted([name])
        }
        exports.add("stop()") { Node.stop() }
        exports.add("stop(_:)") { (status: Int32) in Node.stop(status) }
        exports.add("exit(_:)") { (status: Int32) in try Node.exit(status) }
        return exports
    }
}

/// An application as `Node.applications` shows it.
struct ApplicationSummary: Encodable, Sendable, CustomDebugStringConvertible {
    let name: String
    let version: String
    let state: String

    init(_ status: ApplicationStatus) {
        name = status.name
        version = status.version
        state = status.state.rawValue
    }

    var debugDescription: String { version.isEmpty ? "\(name) (\(state))" : "\(name) \(version) (\(state))" }
}

/// Applications cannot be started yet.
struct NodeNotLoaded: Error, CustomStringConvertible {
    var description: String { "the configuration is not loaded yet; try again when the node has booted" }
}
