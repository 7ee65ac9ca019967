import ControlServer
import Posix
import Suggestions

/// What the environment tells a node, checked.
struct NodeSettings: Sendable {
    var root: String?
    var name: String
    var node: String
    var version: String
    var command: String
    var socket: String?
    var lockDescriptor: Int32?
    var readyDescriptor: Int32?
    var launcher: Int32?
    var bootLimit: Duration
    var stopLimit: Duration
    var killLimit: Duration
    /// The seconds that a configuration provider has.
    var providerLimit: Double
    var evaluation: EvaluationPolicy?
    /// Which applications a boot starts.
    var bootScript: BootScript
    /// Which applications `eval` starts.
    var cleanBootScript: BootScript
    /// Where signs of life go, and how long the launcher waits for the next.
    var heart: HeartBeat.Settings?
    /// The environment as it came, before `vm.args` adds to it.
    var environment: [String: String]

    /// What `environment` says; `program` names the node where nothing else does.
    init(_ environment: [String: String], program: String) throws(BootError) {
        let variables = SettingReader(environment: environment)
        root = variables.text("RELEASE_ROOT")
        name = variables.text("RELEASE_NAME") ?? program
        node = variables.text("RELEASE_NODE") ?? variables.text("RELEASE_NAME") ?? program
        version = variables.text("RELEASE_VSN") ?? ""
        command = variables.text("RELEASE_COMMAND") ?? ""
        socket = variables.text("RELEASE_SOCKET")
        lockDescriptor = try variables.number("RELEASE_LOCK_FD", atLeast: 3)
        readyDescriptor = try variables.number("RELEASE_READY_FD", atLeast: 3)
        launcher = try variables.number("RELEASE_LAUNCHER_PID", atLeast: 1)
        bootLimit = try variables.seconds("RELEASE_BOOT_TIMEOUT", default: 60)
        stopLimit = try variables.seconds("RELEASE_STOP_TIMEOUT", default: 15)
        killLimit = try variables.seconds("RELEASE_KILL_TIMEOUT", default: 60)
        providerLimit = min(try variables.decimal("RELEASE_PROVIDER_TIMEOUT") ?? 30, 3_000_000_000)
        evaluation = try variables.evaluation("RELEASE_EVALUATION")
        bootScript = try variables.bootScript("RELEASE_BOOT_SCRIPT", default: .start)
        cleanBootScript = try variables.bootScript("RELEASE_BOOT_SCRIPT_CLEAN", default: .startClean)
        heart = try variables.number("RELEASE_HEART_FD", atLeast: 3).map { descriptor throws(BootError) in
            HeartBeat.Settings(
                descriptor: descriptor,
                limit: try variables.seconds("RELEASE_HEART_TIMEOUT", default: 60)
            )
        }
        self.environment = environment
    }

    /// Where the configuration is kept that a boot has worked out; `nil` outside of a release.
    var keptConfiguration: String? {
        guard root != nil, let directory = SettingReader(environment: environment).text("RELEASE_TMP") else {
            return nil
        }
        return "\(directory)/\(node).config"
    }

    /// Takes the name of the node from `vm.args` unless somebody gave it one.
    mutating func takeName(from flags: NodeArguments) {
        guard let name = flags.node else { return }
        let derived = (environment["RELEASE_DERIVED"] ?? "").split(separator: " ")
        let given = environment["RELEASE_NODE"] ?? ""
        if given.isEmpty || derived.contains("RELEASE_NODE") { node = name }
    }

    /// How long an application that was cancelled has until the others are stopped without it.
    var cancellationLimit: Duration { min(killLimit, .seconds(5)) }

    /// Name and version as people say them.
    var title: String { version.isEmpty ? name : "\(name) \(version)" }

    /// The directory of this version's files, in a release.
    var versionDirectory: String? {
        root.map { "\($0)/releases/\(version)" }
    }
}

/// Reads one variable at a time; an empty one counts as not set.
struct SettingReader {
    let environment: [String: String]

    func text(_ name: String) -> String? {
        guard let value = environment[name], !value.isEmpty else { return nil }
        return value
    }

    func number(_ name: String, atLeast least: Int32) throws(BootError) -> Int32? {
        guard let text = text(name) else { return nil }
        guard let number = Int32(text), number >= least else {
            throw .setting(variable: name, value: text, expected: "a whole number from \(least) on")
        }
        return number
    }

    func seconds(_ name: String, default normal: Double) throws(BootError) -> Duration {
        .seconds(min(try decimal(name) ?? normal, 3_000_000_000))
    }

    func decimal(_ name: String) throws(BootError) -> Double? {
        guard let text = text(name) else { return nil }
        guard let seconds = Double(text), seconds > 0, seconds.isFinite else {
            throw .setting(variable: name, value: text, expected: "seconds above 0, such as 60 or 0.5")
        }
        return seconds
    }

    func bootScript(_ name: String, default normal: BootScript) throws(BootError) -> BootScript {
        guard let text = text(name) else { return normal }
        guard let script = BootScript(rawValue: text) else {
            let known = BootScript.allCases.map(\.rawValue).joined(separator: " or ")
            let hint = Suggestion.phrase(for: text, in: BootScript.allCases.map(\.rawValue))
            throw .setting(variable: name, value: text, expected: known + hint)
        }
        return script
    }

    func evaluation(_ name: String) throws(BootError) -> EvaluationPolicy? {
        guard let text = text(name) else { return nil }
        guard let policy = EvaluationPolicy(rawValue: text) else {
            throw .setting(variable: name, value: text, expected: "full, calls or off")
        }
        return policy
    }
}
