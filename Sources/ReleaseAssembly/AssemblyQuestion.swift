/// Something that is not done before the user agreed.
package enum AssemblyQuestion: Hashable, Sendable, CustomStringConvertible {
    case replaceVersion(name: String, version: String)
    case replaceCookie(path: String)

    package var description: String {
        switch self {
        case .replaceVersion(let name, let version): "Release \(name) \(version) exists already. Replace it?"
        case .replaceCookie(let path): "The cookie in '\(path)' differs from the definition's. Replace it?"
        }
    }

    /// What is so when the answer is no.
    package var refusal: String {
        switch self {
        case .replaceVersion(let name, let version): "release \(name) \(version) stays as it is"
        case .replaceCookie(let path): "'\(path)' stays as it is"
        }
    }
}
