import Synchronization

extension ApplicationController {
    /// The state of each application, in start order.
    public var status: [ApplicationStatus] {
        state.withLock { state in catalog.entries.map { state.status(of: $0, version: version(of: $0)) } }
    }

    /// The applications that run, in start order.
    public var started: [ApplicationStatus] {
        status.filter { $0.state == .running }
    }

    /// The applications that the node knows, running or not.
    public var loaded: [ApplicationStatus] {
        status.filter { $0.state != .unloaded }
    }

    /// What an application says about itself; `nil` when the program has none of this name.
    public func specification(of name: String) -> ApplicationSpecification? {
        catalog.entries.first { $0.name == name }.map(specification)
    }

    /// The same; an error, with what was probably meant, when the program has none of this name.
    public func checkedSpecification(of name: String) throws(ApplicationError) -> ApplicationSpecification {
        specification(try catalog.entry(name))
    }

    /// One field of what an application says about itself.
    public func specification<Field>(
        of name: String,
        _ field: KeyPath<ApplicationSpecification, Field>
    ) -> Field? {
        specification(of: name)?[keyPath: field]
    }

    /// The name of the application that a type belongs to, by the module it is in; `nil` when none says that it has it.
    public func application(of type: Any.Type) -> String? {
        guard let module = String(reflecting: type).split(separator: ".").first else { return nil }
        return catalog.entries.first { $0.modules.contains(String(module)) }?.name
    }

    func specification(_ entry: ApplicationEntry) -> ApplicationSpecification {
        ApplicationSpecification(entry, version: version(of: entry))
    }

    private func version(of entry: ApplicationEntry) -> String {
        entry.version.isEmpty ? releaseVersion : entry.version
    }
}
