/// Which node a command is about and where its things are, as the control script says in the environment.
package struct NodeSettings: Sendable {
    package var root: String
    /// The control script, to be executed again by a restart.
    package var script: String
    package var command: String
    package var node: String
    /// RELEASE_TMP.
    package var directory: String
    /// The program's absolute path.
    package var program: String
    /// Whether the program links Boot, and so has a control socket.
    package var hasSocket: Bool
    /// RELEASE_VM_ARGS.
    package var argumentsFile: String
    package var deadlines: NodeDeadlines

    /// What leaves room for the endings of its files, `.log.1000` for one.
    private static let longestNode = 200

    /// Reads the settings from variables, usually those of the environment.
    package init(_ variable: (String) -> String?) throws(NodeControlError) {
        func required(_ name: String) throws(NodeControlError) -> String {
            guard let value = variable(name), !value.isEmpty else { throw .missingVariable(name) }
            return value
        }
        root = try required("RELEASE_ROOT")
        node = try required("RELEASE_NODE")
        directory = try required("RELEASE_TMP")
        program = variable("RELEASE_PROGRAM") ?? ""
        script = variable("RELEASE_SCRIPT") ?? "\(root)/bin/\(variable("RELEASE_NAME") ?? node)"
        command = variable("RELEASE_COMMAND") ?? "start"
        hasSocket = variable("RELEASE_BOOT") == "1"
        argumentsFile = variable("RELEASE_VM_ARGS") ?? ""
        deadlines = try NodeDeadlines(variable)
        guard node.utf8.count <= Self.longestNode else {
            throw .setting(name: "RELEASE_NODE", value: node, expected: "at most \(Self.longestNode) characters long")
        }
        guard !directory.contains("\n") else {
            throw .setting(name: "RELEASE_TMP", value: directory, expected: "a path without line breaks")
        }
    }

    /// The locked file that says which processes are the node.
    package var pidFile: String { "\(directory)/\(node).pid" }
    package var logDirectory: String { "\(directory)/log" }
    /// What a daemon writes, with the lines stamped.
    package var logFile: String { "\(logDirectory)/\(node).log" }
    /// Where the control socket would be if its path were short enough.
    package var preferredSocket: String { "\(directory)/\(node).sock" }
}
