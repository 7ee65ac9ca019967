import JSONValues
import ReleaseModel

extension Assembly {
    /// Writes what the program and the scripts read at boot.
    mutating func addConfiguration() throws {
        try tree.addText("\(plan.runtime.swiftVersion) \(plan.version)\n", at: layout.startData)
        try tree.addText(releaseDocument.text(pretty: true) + "\n", at: layout.releaseFile)
        try tree.addText(plan.systemConfiguration.text(pretty: true) + "\n", at: layout.systemConfiguration)
        let further = [
            (plan.runtimeConfiguration, layout.runtimeConfiguration),
            (plan.configurationOrigins, layout.originsConfiguration),
            (plan.configurationRecipe, layout.providersConfiguration),
        ]
        for case (let configuration?, let path) in further {
            try tree.addText(configuration.text(pretty: true) + "\n", at: path)
        }
    }

    /// `NAME.rel`: the program and its applications in start order.
    private var releaseDocument: JSONValue {
        let applications = plan.applications.map { application in
            JSONValue.object([
                "name": .string(application.name),
                "version": .string(application.version),
                "type": .string(application.type.rawValue),
                "dependencies": .array(application.dependencies.map { .string($0) }),
            ])
        }
        return .object([
            "schemaVersion": 1,
            "name": .string(plan.name.description),
            "version": .string(plan.version),
            "runtime": .string(plan.runtime.swiftVersion),
            "linkage": .string(plan.runtime.linkage.rawValue),
            "program": .object([
                "name": .string(plan.program.name),
                "path": .string(layout.programPath),
                "boot": .bool(plan.program.linksBoot),
            ]),
            "applications": .array(applications),
        ])
    }
}
