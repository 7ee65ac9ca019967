public import Processes

/// A dynamic supervisor with a type of its own, which makes its specification from an argument.
public protocol DynamicSupervisorModule {
    /// What it is started with.
    associatedtype Argument: Sendable

    /// How to supervise; `nil` says that there is nothing to run.
    static func specification(_ argument: Argument) throws -> DynamicSupervisorSpecification?
}

extension DynamicSupervisor {
    /// Starts a dynamic supervisor of a type of its own, without children, linked to the calling process.
    public static func startLink<Module: DynamicSupervisorModule>(
        _ module: Module.Type,
        _ argument: Module.Argument,
        name: ProcessName? = nil,
        options: ProcessOptions = ProcessOptions()
    ) async throws(StartError) -> DynamicSupervisor where Module: SendableMetatype {
        try await startLink(name, options) { try module.specification(argument) }
    }

    /// A child that is a dynamic supervisor of a type of its own; that type is the id unless told otherwise.
    public static func child<Module: DynamicSupervisorModule>(
        _ module: Module.Type,
        _ argument: Module.Argument,
        name: ProcessName? = nil,
        id: ChildID? = nil,
        options: ProcessOptions = ProcessOptions()
    ) -> ChildSpec where Module: SendableMetatype {
        ChildSpec(id: id ?? ChildID(module), kind: .supervisor) {
            try await startLink(module, argument, name: name, options: options)
        }
    }
}
