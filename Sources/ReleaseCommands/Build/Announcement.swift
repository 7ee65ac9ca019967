import JSONValues
import ReleaseModel

/// What is told at the end of a build: where the release is, and how to run it.
struct Announcement {
    private let result: BuildResult
    private let workspace: Workspace

    init(_ result: BuildResult, workspace: Workspace) {
        self.result = result
        self.workspace = workspace
    }

    private var plan: ReleasePlan { result.plan }

    var lines: [String] {
        let path = workspace.shown(plan.outputPath)
        let title = "Release \(plan.name) \(plan.version) for \(plan.environment)"
        var lines = ["", "\(title) is in \(path) (\(result.elapsed))"]
        if let archive = result.archive { lines.append("Archive: \(workspace.shown(archive))") }
        guard plan.options.includeExecutables else { return lines + [""] }
        let script = "\(path)/bin/\(plan.name)"
        lines += ["", "    \(script) start     # in the foreground", "    \(script) daemon    # in the background"]
        if plan.program.linksBoot {
            lines += ["    \(script) rpc EXPR  # evaluate in it", "    \(script) remote    # attach a shell to it"]
        }
        return lines + ["    \(script) stop      # stop it", "    \(script) help      # all commands", ""]
    }

    var json: JSONValue {
        var object: JSONObject = [
            "schemaVersion": 1,
            "name": .string(plan.name.description),
            "version": .string(plan.version),
            "environment": .string(plan.environment),
            "path": .string(plan.outputPath),
            "runtime": .string(plan.runtime.swiftVersion),
            "linkage": .string(plan.runtime.linkage.rawValue),
            "applications": .array(
                plan.applications.map { application in
                    [
                        "name": .string(application.name),
                        "version": .string(application.version),
                        "type": .string(application.type.rawValue),
                    ]
                }
            ),
        ]
        if let archive = result.archive { object["archive"] = .string(archive) }
        return .object(object)
    }
}
