/// Decides which applications a release has, how each starts, and in which order.
///
/// Applications that the definition lists keep their order and their start types. The program's own applications come
/// after them, permanently started. Everything they depend on is pulled in with the start type of the strongest
/// application that needs it; included applications are loaded.
package struct ApplicationGraph: Sendable {
    private let known: [String: DescribedApplication]
    private let listed: [ApplicationSetting]
    private let roots: [String]
    private let unchecked: Set<String>
    private let releaseVersion: String
    private let isAnswered: Bool

    package init(
        program: DescribedProgram,
        listed: [ApplicationSetting],
        skipModeValidation: [String] = [],
        releaseVersion: String
    ) {
        var known: [String: DescribedApplication] = [:]
        for application in program.applications { known[application.name] = application }
        for setting in listed where !program.isAnswered {
            var application = known[setting.name] ?? DescribedApplication(name: setting.name)
            application.version = setting.version ?? application.version
            application.dependencies = setting.dependencies ?? application.dependencies
            known[setting.name] = application
        }
        self.known = known
        isAnswered = program.isAnswered
        self.listed = listed
        self.releaseVersion = releaseVersion
        roots = program.roots
        unchecked = Set(skipModeValidation)
    }

    /// The applications of the release in start order.
    package func resolve() throws(ReleaseModelError) -> [PlannedApplication] {
        let entries = try entryPoints()
        let types = try startTypes(from: entries)
        let order = try startOrder(from: entries.map(\.name))
        try checkIncluded(among: order)
        var planned: [PlannedApplication] = []
        for application in order {
            let type = types[application.name] ?? .permanent
            let dependencies = present(application.dependencies + application.optionalDependencies)
            try check(application, type, dependencies: dependencies, types: types)
            planned.append(
                PlannedApplication(
                    name: application.name,
                    version: application.version.isEmpty ? releaseVersion : application.version,
                    type: type,
                    dependencies: dependencies
                )
            )
        }
        return planned
    }

    private func entryPoints() throws(ReleaseModelError) -> [ApplicationSetting] {
        for setting in listed where known[setting.name] == nil {
            throw .unknownApplication(setting.name, known: known.keys.sorted())
        }
        for setting in listed where isAnswered && (setting.version != nil || setting.dependencies != nil) {
            throw .badSetting(
                "application '\(setting.name)'",
                "its version and dependencies come from the program, which was asked; leave them out"
            )
        }
        for name in unchecked.sorted() where known[name] == nil {
            throw .unknownApplication(name, known: known.keys.sorted())
        }
        let names = Set(listed.map(\.name))
        return listed + roots.filter { !names.contains($0) }.map { ApplicationSetting(name: $0, type: .permanent) }
    }

    /// Spreads start types from the entry points until nothing gets stronger; explicit ones stay.
    private func startTypes(from entries: [ApplicationSetting]) throws(ReleaseModelError) -> [String: StartType] {
        let explicit = Set(entries.map(\.name))
        var types: [String: StartType] = [:]
        for entry in entries { types[entry.name] = entry.type }
        var pending = entries.map(\.name)
        while let name = pending.popLast() {
            let application = try find(name)
            let type = types[name] ?? .permanent
            let dependencies = application.dependencies + present(application.optionalDependencies)
            let children = dependencies.map { ($0, type) } + application.included.map { ($0, min(type, .load)) }
            for (child, type) in children where !explicit.contains(child) {
                guard known[child] != nil else { throw .missingDependency(of: name, child) }
                if let present = types[child], present >= type { continue }
                types[child] = type
                pending.append(child)
            }
        }
        return types
    }

    /// The applications, each after those it depends on.
    private func startOrder(from entries: [String]) throws(ReleaseModelError) -> [DescribedApplication] {
        var order: [DescribedApplication] = []
        var done: Set<String> = []
        for entry in entries {
            try visit(entry, path: [], done: &done, order: &order)
        }
        return order
    }

    private func visit(
        _ name: String,
        path: [String],
        done: inout Set<String>,
        order: inout [DescribedApplication]
    ) throws(ReleaseModelError) {
        guard !done.contains(name) else { return }
        guard !path.contains(name) else { throw .dependencyCycle(path + [name]) }
        let application = try find(name)
        let children = application.dependencies + present(application.optionalDependencies) + application.included
        for child in children {
            guard known[child] != nil else { throw .missingDependency(of: name, child) }
            try visit(child, path: path + [name], done: &done, order: &order)
        }
        done.insert(name)
        order.append(application)
    }

    private func find(_ name: String) throws(ReleaseModelError) -> DescribedApplication {
        guard let application = known[name] else { throw .unknownApplication(name, known: known.keys.sorted()) }
        return application
    }

    private func present(_ names: [String]) -> [String] {
        names.filter { known[$0] != nil }
    }

    private func checkIncluded(among order: [DescribedApplication]) throws(ReleaseModelError) {
        for parent in order {
            for included in parent.included {
                let users = order.filter { ($0.dependencies + $0.optionalDependencies).contains(included) }
                if let user = users.first { throw .includedAndRegular(included, in: parent.name, of: user.name) }
            }
        }
    }

    private func check(
        _ parent: DescribedApplication,
        _ type: StartType,
        dependencies: [String],
        types: [String: StartType]
    ) throws(ReleaseModelError) {
        guard type.isStarted, !unchecked.contains(parent.name) else { return }
        for child in dependencies {
            guard let childType = types[child], !childType.isStarted else { continue }
            throw .startedWithout(parent: parent.name, type, child: child, childType)
        }
    }
}
