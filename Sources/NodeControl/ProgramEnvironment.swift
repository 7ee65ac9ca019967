import Posix

/// The environment the program is started with: ours, without what was meant for us, and with what it needs to know.
package struct ProgramEnvironment: Sendable {
    package var variables: [String: String]

    /// What nodectl and the program tell each other; never passed on from an outer node.
    package static let internals = [
        "RELEASE_SOCKET", "RELEASE_LOCK_FD", "RELEASE_LAUNCHER_PID", "RELEASE_READY_FD", "RELEASE_HEART_FD",
        "RELEASE_RESUME",
    ]

    package init(_ inherited: [String: String]) {
        variables = inherited
        for name in Self.internals { variables[name] = nil }
    }

    /// Adds what `vm.args` sets; where the environment has the variable already, that wins.
    ///
    /// What is added counts as derived, so that a restart reads it afresh.
    package mutating func add(_ flags: ProgramFlags) {
        for variable in flags.variables where (variables[variable.name] ?? "").isEmpty {
            variables[variable.name] = variable.value
            variables["RELEASE_DERIVED", default: ""] += " \(variable.name)"
        }
    }

    /// The environment to run the control script in once more: as before it derived anything.
    package static func original(_ variables: [String: String]) -> [String: String] {
        var variables = variables
        for name in (variables["RELEASE_DERIVED"] ?? "").split(separator: " ") {
            variables[String(name)] = nil
        }
        for name in internals + ["RELEASE_DERIVED"] { variables[name] = nil }
        return variables
    }
}
