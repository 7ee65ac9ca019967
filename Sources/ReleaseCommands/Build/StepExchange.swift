import JSONValues
import ReleaseModel

/// A release as a step of the manifest sees it, and what the step may change about it.
struct StepExchange {
    var plan: ReleasePlan
    /// The steps that are still to come.
    var steps: [ReleaseStep]
    var isAssembled: Bool
    var archive: String?

    /// What is sent to the step.
    var json: JSONValue {
        var object: JSONObject = [
            "name": .string(plan.name.description),
            "version": .string(plan.version),
            "environment": .string(plan.environment),
            "packagePath": .string(plan.packageRoot),
            "path": .string(plan.outputPath),
            "versionPath": .string(ReleaseLayout(plan).versionDirectory),
            "executable": .string(plan.program.executable),
            "runtimeVersion": .string(plan.runtime.swiftVersion),
            "applications": .array(plan.applications.map(Self.json)),
            "isAssembled": .bool(isAssembled),
            "overlays": .array(plan.overlays.map { .string($0) }),
            "strip": .string(plan.options.strip.rawValue),
            "evaluation": .string(plan.options.evaluation.rawValue),
            "includeExecutables": .bool(plan.options.includeExecutables),
            "steps": .array(steps.map(Self.json)),
        ]
        if let archive { object["archive"] = .string(archive) }
        if let cookie = plan.options.cookie { object["cookie"] = .string(cookie) }
        return .object(object)
    }

    /// This with what the step answered; what can no longer be changed, or makes no sense, is refused.
    func changed(by answer: JSONValue, step: String) throws(ReleaseModelError) -> StepExchange {
        var result = self
        let subject = "the release that step '\(step)' returns"
        guard let answered = answer.asObject else { throw .badSetting(subject, "is not an object") }
        let sent = json
        for key in ["overlays", "strip", "evaluation", "cookie", "includeExecutables"] where answered[key] != sent[key]
        {
            guard !isAssembled else {
                throw .badSetting(subject, "has another '\(key)', which has no effect after .assemble")
            }
        }
        result.steps = try ReleaseDefinition.steps(answered["steps"]?.asArray ?? [], of: plan.name)
        try ReleaseStep.check(result.steps, afterAssembly: isAssembled, afterTar: archive != nil)
        result.plan.overlays = (answered["overlays"]?.asArray ?? []).compactMap(\.asString)
        if let strip = answered["strip"]?.asString.flatMap(StripMode.init(rawValue:)) {
            result.plan.options.strip = strip
        }
        if let evaluation = answered["evaluation"]?.asString.flatMap(EvaluationMode.init(rawValue:)) {
            result.plan.options.evaluation = evaluation
        }
        if let included = answered["includeExecutables"]?.asBool { result.plan.options.includeExecutables = included }
        result.plan.options.cookie = answered["cookie"]?.asString
        if let cookie = result.plan.options.cookie { try ReleaseDefinition.check(cookie: cookie, of: plan.name) }
        return result
    }

    private static func json(_ application: PlannedApplication) -> JSONValue {
        [
            "name": .string(application.name),
            "type": .string(application.type.rawValue),
            "version": .string(application.version),
            "dependencies": .array(application.dependencies.map { .string($0) }),
        ]
    }

    private static func json(_ step: ReleaseStep) -> JSONValue {
        switch step {
        case .assemble: ["kind": "assemble"]
        case .tar: ["kind": "tar"]
        case .function(let name, let id): ["kind": "step", "name": .string(name), "id": .int(id)]
        }
    }
}
