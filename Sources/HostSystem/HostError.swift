import Glibc

/// What the system refused, in words that say what to do about it.
package enum HostError: Error, Hashable, CustomStringConvertible {
    /// A system call on `path` failed.
    case failed(action: String, path: String, code: Int32)
    case programNotFound(String, searched: String)
    case deadlinePassed(program: String, Duration)
    case locked(path: String)
    case unanswered(question: String, alternative: String)

    /// The error number, where the system gave one.
    package var code: Int32? {
        if case .failed(_, _, let code) = self { code } else { nil }
    }

    package var description: String {
        switch self {
        case .failed(let action, let path, let code):
            "cannot \(action) '\(path)': \(Self.reason(for: code))"
        case .programNotFound(let name, let searched):
            name.contains("/")
                ? "program '\(name)' does not exist"
                : "program '\(name)' was not found in \(searched.isEmpty ? "an empty PATH" : searched)"
        case .deadlinePassed(let program, let deadline):
            "'\(program)' did not end within \(deadline) and was killed"
        case .locked(let path):
            "'\(path)' is locked by another process"
        case .unanswered(let question, let alternative):
            "no answer to '\(question)'; \(alternative)"
        }
    }

    private static func reason(for code: Int32) -> String {
        switch code {
        case ENOSPC: "no space is left on the file system; free some and try again"
        case EDQUOT: "the disk quota is used up; free some space and try again"
        case EACCES, EPERM: "permission denied; check the owner and mode of the path and its directories"
        case EROFS: "the file system is mounted read-only"
        case ENOENT: "it does not exist"
        case EMFILE, ENFILE: "too many files are open; raise the limit (ulimit -n) and try again"
        default: String(cString: strerror(code))
        }
    }
}
