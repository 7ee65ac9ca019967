import Glibc
import HostSystem
import ReleaseAssembly
import ReleaseModel

extension CommandError {
    /// What the host refused: a missing program, a permission, or a failure.
    init(_ error: HostError) {
        switch error {
        case .programNotFound: self.init(.missingProgram, error.description)
        case .locked: self.init(.notNow, error.description, note: "another build is running; wait for it")
        case .failed(_, _, EACCES), .failed(_, _, EPERM): self.init(.notPermitted, error.description)
        case .failed, .deadlinePassed, .unanswered: self.init(.failed, error.description)
        }
    }

    /// What is wrong with the definition.
    init(_ error: ReleaseModelError) {
        switch error {
        case .unknownRelease, .ambiguous, .malformedEnvironment: self.init(.wrongUsage, error.description)
        default: self.init(.wrongConfiguration, error.description)
        }
    }

    /// Runs `work`, and tells its failure as a command's.
    static func wrapping<Value>(_ work: () throws(HostError) -> Value) throws(CommandError) -> Value {
        do throws(HostError) {
            return try work()
        } catch {
            throw CommandError(error)
        }
    }

    /// Runs `work`, and tells its failure as a command's.
    static func checking<Value>(_ work: () throws(ReleaseModelError) -> Value) throws(CommandError) -> Value {
        do throws(ReleaseModelError) {
            return try work()
        } catch {
            throw CommandError(error)
        }
    }
}

extension CommandError {
    /// What stopped the assembly of a release.
    init(_ error: AssemblyError) {
        let code = ExitCode(rawValue: error.exitCode) ?? .failed
        switch error {
        case .host(let error): self.init(error)
        case .unanswered(.replaceVersion(let name, let version)):
            self.init(code, "release \(name) \(version) exists already", note: "pass --overwrite to replace it")
        default: self.init(code, error.description)
        }
    }
}
