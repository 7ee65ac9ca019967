/// What assembly is doing, for progress shown to people.
package enum AssemblyStep: Hashable, Sendable, CustomStringConvertible {
    case copyingProgram(String)
    /// A file is stripped, re-homed, or freed of build paths; unchanged files are not.
    case preparing(String)
    case collectingRuntime(libraries: Int)
    case configuring(version: String)
    case applyingOverlay(String)
    case swappingIn(String)
    case archiving(String)
    /// Something the user should know that is no failure.
    case warning(String)

    package var description: String {
        switch self {
        case .copyingProgram(let name): "copying \(name)"
        case .preparing(let path): "preparing \(path)"
        case .collectingRuntime(let libraries): "collecting \(libraries) libraries"
        case .configuring(let version): "writing releases/\(version)"
        case .applyingOverlay(let path): "applying overlay \(path)"
        case .swappingIn(let path): "swapping in \(path)"
        case .archiving(let path): "writing \(path)"
        case .warning(let text): "warning: \(text)"
        }
    }
}
