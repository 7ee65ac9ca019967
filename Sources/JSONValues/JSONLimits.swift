/// How large a JSON text may be.
public struct JSONLimits: Hashable, Sendable {
    /// The deepest nesting that can be allowed, so that no input overflows the stack.
    public static let greatestDepth = 512

    /// How many arrays and objects may lie inside one another.
    public var depth: Int {
        didSet { depth = min(depth, Self.greatestDepth) }
    }

    /// How many bytes the text may have.
    public var bytes: Int

    /// Limits of that size; a depth above ``greatestDepth`` is lowered to it.
    public init(depth: Int = 128, bytes: Int = 16 << 20) {
        self.depth = min(depth, Self.greatestDepth)
        self.bytes = bytes
    }
}
