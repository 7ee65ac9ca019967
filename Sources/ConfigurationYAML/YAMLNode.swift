/// A place in a YAML text, from 1.
struct YAMLPosition: Hashable, Sendable {
    var line: Int
    var column: Int
}

/// A part of a YAML text.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    var content: Content
    var position: YAMLPosition
    /// The tag without its angle brackets, as `tag:yaml.org,2002:str`; empty when there is none.
    var tag: String
    /// How many nodes this is with everything in it, aliases counted as often as they occur.
    var size: Int
}

/// What is wrong in a YAML text, and where.
struct YAMLError: Error, Hashable, Sendable {
    var message: String
    var position: YAMLPosition
}

/// How large a YAML text may be, so that a few lines of aliases cannot fill the memory.
struct YAMLLimits: Sendable {
    /// The most bytes of a file.
    var bytes = 16 << 20
    /// The most nodes, aliases counted as what they stand for.
    var nodes = 250_000
    /// The most mappings and sequences within each other.
    var depth = 64
}
