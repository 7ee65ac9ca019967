/// Where a value was set.
public enum ConfigurationOrigin: Hashable, Sendable, CustomStringConvertible {
    /// A place in a file, with line and column from 1.
    case position(file: String, line: Int, column: Int)
    /// A file whose places are not known.
    case file(String)
    /// An environment variable.
    case variable(String)
    /// A provider, by name.
    case provider(String)

    /// The text shown to people.
    public var description: String {
        switch self {
        case .position(let file, let line, let column): "\(file):\(line):\(column)"
        case .file(let file): file
        case .variable(let name): "$\(name)"
        case .provider(let name): name
        }
    }
}
