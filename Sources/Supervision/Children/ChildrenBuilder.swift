/// Lists children in a closure: descriptions, services, conditions and loops.
@resultBuilder
public enum ChildrenBuilder {
    /// One child.
    public static func buildExpression(_ child: ChildSpec) -> [ChildSpec] {
        [child]
    }

    /// Several children.
    public static func buildExpression(_ children: [ChildSpec]) -> [ChildSpec] {
        children
    }

    /// A service as a child.
    public static func buildExpression(_ service: some Runnable) -> [ChildSpec] {
        [ChildSpec(service)]
    }

    /// Children one after another.
    public static func buildBlock(_ parts: [ChildSpec]...) -> [ChildSpec] {
        parts.flatMap(\.self)
    }

    /// Children of an `if` without `else`.
    public static func buildOptional(_ part: [ChildSpec]?) -> [ChildSpec] {
        part ?? []
    }

    /// Children of an `if`.
    public static func buildEither(first part: [ChildSpec]) -> [ChildSpec] {
        part
    }

    /// Children of an `else`.
    public static func buildEither(second part: [ChildSpec]) -> [ChildSpec] {
        part
    }

    /// Children of a loop.
    public static func buildArray(_ parts: [[ChildSpec]]) -> [ChildSpec] {
        parts.flatMap(\.self)
    }
}
