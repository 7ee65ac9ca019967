import HostSystem
import TemplateRendering

extension AssemblyError {
    /// Any error that assembly meets, as one of ours.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as AssemblyError: error
            case let error as HostError: .host(error)
            case let error as TemplateError: .template(error)
            default: .unexpected("\(error)")
            }
    }
}
