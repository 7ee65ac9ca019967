import CBoot
import Glibc
import Posix

/// Becomes the release's script again, in the same process, so that everything is read afresh.
enum NodeRestart {
    /// Variables that described the run that ends.
    private static let spent = [
        "RELEASE_DERIVED", "RELEASE_SOCKET", "RELEASE_READY_FD", "RELEASE_HEART_FD", "RELEASE_RESUME",
    ]

    /// What the script is started with.
    struct Plan: Equatable {
        var path: String
        var arguments: [String]
        var environment: [String: String]
        var keptDescriptor: Int32?
    }

    /// The plan of a node that runs from a release.
    static func plan(for settings: NodeSettings, arguments: [String]) -> Plan? {
        guard let root = settings.root else { return nil }
        var environment = settings.environment
        let derived = (environment["RELEASE_DERIVED"] ?? "").split(separator: " ").map(String.init)
        for name in derived + spent { environment[name] = nil }
        return Plan(
            path: settings.environment["RELEASE_SCRIPT"] ?? "\(root)/bin/\(settings.name)",
            arguments: [settings.command] + (arguments.isEmpty ? [] : ["--"] + arguments),
            environment: environment,
            keptDescriptor: settings.lockDescriptor
        )
    }

    /// Carries out the plan; returns only when that fails.
    static func carryOut(_ plan: Plan) -> PosixError {
        cboot_signals_hold()
        var arguments = ([plan.path] + plan.arguments).map { strdup($0) }
        var environment = plan.environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
        arguments.append(nil)
        environment.append(nil)
        let code = cboot_replace_process(plan.path, arguments, environment, plan.keptDescriptor ?? -1)
        return PosixError(call: "execve", path: plan.path, code: Errno(rawValue: code))
    }
}
