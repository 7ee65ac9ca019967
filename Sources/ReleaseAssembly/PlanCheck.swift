import HostSystem
import JSONValues
import ReleaseModel

/// What must be so before anything is written.
struct PlanCheck {
    let plan: ReleasePlan

    func run() throws {
        try checkProgram()
        try checkOutput()
        try checkOverlays()
        try checkSecrets()
        try checkNumbers(in: plan.systemConfiguration, at: [])
        try checkNumbers(in: plan.runtimeConfiguration ?? .null, at: [])
        try checkNumbers(in: plan.configurationRecipe ?? .null, at: [])
    }

    private func checkProgram() throws {
        let path = plan.program.executable
        guard try FileTree.status(of: path, followingLinks: true)?.kind == .file else {
            throw AssemblyError.programMissing(product: plan.program.name, path: path)
        }
    }

    private func checkOutput() throws {
        let output = FilePaths.normalized(plan.outputPath)
        guard !FilePaths.isPath(FilePaths.normalized(plan.packageRoot), within: output) else {
            throw AssemblyError.outputHoldsPackage(output: output, package: plan.packageRoot)
        }
    }

    private func checkOverlays() throws {
        for overlay in plan.overlays where !FileTree.isDirectory(overlay) {
            throw AssemblyError.overlayMissing(path: overlay)
        }
    }

    private func checkSecrets() throws {
        let extra = plan.configurationRecipe?["extra"] ?? .null
        for key in plan.secretKeys
        where Self.hasValue(key, in: plan.systemConfiguration) || Self.hasValue(key, in: extra) {
            throw AssemblyError.secretInBuildConfiguration(key: key)
        }
    }

    /// YAML has infinity and `.nan`; JSON has neither.
    private func checkNumbers(in value: JSONValue, at path: [String]) throws {
        switch value {
        case .double(let number) where !number.isFinite:
            throw AssemblyError.unwritableNumber(key: path.joined(separator: "."), value: "\(number)")
        case .array(let elements):
            for (index, element) in elements.enumerated() { try checkNumbers(in: element, at: path + ["\(index)"]) }
        case .object(let members):
            for (name, member) in members { try checkNumbers(in: member, at: path + [name]) }
        default: return
        }
    }

    /// Whether `key`, such as `todo.api.token`, leads to a value through nested objects, however its dots are spread.
    private static func hasValue(_ key: String, in configuration: JSONValue) -> Bool {
        guard let members = configuration.asObject else { return false }
        if let value = members[key] { return !value.isNull }
        let dots = key.indices.filter { key[$0] == "." }
        return dots.contains { dot in
            guard let next = members[String(key[..<dot])] else { return false }
            return hasValue(String(key[key.index(after: dot)...]), in: next)
        }
    }
}
