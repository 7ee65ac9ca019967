import HostSystem
import JSONValues
import ReleaseModel
import TemplateRendering
import Templates

extension Assembly {
    /// Renders the control script and the settings that go with it.
    mutating func addScripts() throws {
        if plan.options.includeExecutables {
            try tree.addText(try render(.startScript), at: layout.script, mode: 0o755)
            try tree.addText(try render(.environment), at: "\(layout.versionDirectory)/env.sh")
        }
        try tree.addText(try render(.programArguments), at: "\(layout.versionDirectory)/vm.args")
        try tree.addText(try render(.remoteArguments), at: "\(layout.versionDirectory)/remote.vm.args")
    }

    /// What templates and overlays may name; paths are relative to the root, because a release can stand anywhere.
    var templateVariables: JSONObject {
        let applications = plan.applications.map { application in
            JSONValue.object([
                "name": .string(application.name),
                "version": .string(application.version),
                "type": .string(application.type.rawValue),
            ])
        }
        return [
            "name": .string(plan.name.description),
            "version": .string(plan.version),
            "env": .string(plan.environment),
            "program": .string(layout.programPath),
            "boot": .bool(plan.program.linksBoot),
            "runtime_version": .string(plan.runtime.swiftVersion),
            "linkage": .string(plan.runtime.linkage.rawValue),
            "evaluation": .string(plan.options.evaluation.rawValue),
            "applications": .array(applications),
            "path": ".",
            "version_path": .string(layout.versionDirectory),
        ]
    }

    /// The user's template of that name, or the built-in one; the control script is always the built-in one.
    private func render(_ template: ReleaseTemplate) throws -> String {
        if template != .startScript, let directory = plan.templatesDirectory {
            let path = "\(directory)/\(template.fileName)"
            if FileTree.exists(path) {
                return try Template(try FileTree.readText(path), file: path).rendered(with: templateVariables)
            }
        }
        return try Template(template.text, file: "templates/release/\(template.fileName)")
            .rendered(with: templateVariables)
    }
}
