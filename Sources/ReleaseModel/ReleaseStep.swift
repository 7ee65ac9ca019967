/// One thing that is done when a release is built.
package enum ReleaseStep: Hashable, Sendable {
    case assemble
    case tar
    /// A function of the manifest, known there by its number.
    case function(name: String, id: Int)

    package var name: String {
        switch self {
        case .assemble: "assemble"
        case .tar: "tar"
        case .function(let name, _): name
        }
    }

    /// Refuses lists that assemble not exactly once, or archive twice or too early.
    ///
    /// `afterAssembly` says that assembly is behind already, for the steps that remain.
    package static func check(_ steps: [ReleaseStep], afterAssembly: Bool = false, afterTar: Bool = false)
        throws(ReleaseModelError)
    {
        guard !steps.isEmpty || afterAssembly else { throw .noSteps }
        var assembled = afterAssembly
        var archived = afterTar
        for step in steps {
            switch step {
            case .assemble:
                if assembled { throw .assembledTwice }
                assembled = true
            case .tar:
                if !assembled { throw .archivedBeforeAssembly }
                if archived { throw .archivedTwice }
                archived = true
            case .function: break
            }
        }
        guard assembled else { throw .neverAssembled }
    }
}
