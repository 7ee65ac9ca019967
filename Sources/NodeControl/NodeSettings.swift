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
    /// Seconds without a sign of life after which a node counts as hung; nil when it is not started again by itself.
    package var heart: Double?

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
        let flags = ProgramFlags.glance(at: argumentsFile)
        heart = try Self.heart(variable, flags)
        let derived = (variable("RELEASE_DERIVED") ?? "").split(separator: " ")
        if let name = flags.node, derived.contains("RELEASE_NODE") { node = try Self.checked(name) }
        guard node.utf8.count <= Self.longestNode else {
            throw .setting(name: "RELEASE_NODE", value: node, expected: "at most \(Self.longestNode) characters long")
        }
        guard !directory.contains("\n") else {
            throw .setting(name: "RELEASE_TMP", value: directory, expected: "a path without line breaks")
        }
    }

    /// The environment wins over `vm.args`, and can also switch it off.
    private static func heart(
        _ variable: (String) -> String?,
        _ flags: ProgramFlags
    ) throws(NodeControlError) -> Double? {
        guard let text = variable("RELEASE_HEART_TIMEOUT"), !text.isEmpty else { return flags.heart }
        if text == "off" { return nil }
        guard let seconds = NodeDeadlines.seconds(text), seconds > 0 else {
            throw .setting(name: "RELEASE_HEART_TIMEOUT", value: text, expected: "seconds above 0, or off")
        }
        return seconds
    }

    /// What the control script demands of `RELEASE_NODE`.
    private static func checked(_ name: String) throws(NodeControlError) -> String {
        let isName = name.utf8.allSatisfy { byte in
            let letter = byte | 0x20
            return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_-.@".utf8.contains(byte)
        }
        guard isName, let first = name.first, first != ".", first != "-" else {
            throw .setting(
                name: "--name in vm.args",
                value: name,
                expected: "letters, digits, '_', '-', '.' and '@', a letter, digit or '_' first"
            )
        }
        return name
    }

    /// The locked file that says which processes are the node.
    package var pidFile: String { "\(directory)/\(node).pid" }
    package var logDirectory: String { "\(directory)/log" }
    /// What a daemon writes, with the lines stamped.
    package var logFile: String { "\(logDirectory)/\(node).log" }
    /// Where the control socket would be if its path were short enough.
    package var preferredSocket: String { "\(directory)/\(node).sock" }
}
