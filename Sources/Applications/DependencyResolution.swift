/// Orders applications so that each stands behind what it depends on, and otherwise as they are listed.
struct DependencyResolution {
    private let roots: [any Application.Type]
    private let types: [String: StartType]
    private var reachable: [String: any Application.Type] = [:]
    private var finished: Set<String> = []
    private var path: [String] = []
    private var ordered: [ApplicationEntry] = []

    init(roots: [any Application.Type], types: [String: StartType]) {
        self.roots = roots
        self.types = types
    }

    mutating func entries() throws(ApplicationError) -> [ApplicationEntry] {
        for root in roots { try reach(root) }
        for root in roots { try visit(root) }
        return ordered
    }

    /// Collects every application by name, which optional dependencies are found by.
    private mutating func reach(_ application: any Application.Type) throws(ApplicationError) {
        if let known = reachable[application.name] {
            guard known != application else { return }
            let types = [known, application].map { String(describing: $0) }
            throw .duplicateName(application.name, types: types)
        }
        reachable[application.name] = application
        for dependency in application.dependencies { try reach(dependency) }
    }

    private mutating func visit(_ application: any Application.Type) throws(ApplicationError) {
        let name = application.name
        guard !finished.contains(name) else { return }
        if let start = path.firstIndex(of: name) { throw .cycle(path[start...] + [name]) }
        path.append(name)
        defer { path.removeLast() }
        let optional = application.optionalDependencies.compactMap { reachable[$0] }
        for dependency in application.dependencies + optional { try visit(dependency) }
        finished.insert(name)
        ordered.append(try ApplicationEntry(application, type: types[name] ?? .permanent))
    }
}
