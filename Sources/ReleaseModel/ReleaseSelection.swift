/// Chooses the release that is built.
package struct ReleaseSelection: Hashable, Sendable {
    /// The names that are defined, in order.
    package var names: [String]
    /// The one that is built when no name is given.
    package var defaultName: String?
    /// Whether the names come from products, because there is no definition.
    package var isImplicit: Bool

    package init(names: [String], defaultName: String? = nil, isImplicit: Bool = false) {
        self.names = names
        self.defaultName = defaultName
        self.isImplicit = isImplicit
    }

    /// Refuses lists in which a name stands twice, or is no name, or whose default is missing.
    package func check() throws(ReleaseModelError) {
        var seen: Set<String> = []
        for name in names {
            _ = try ReleaseName(name)
            guard seen.insert(name).inserted else { throw .definedTwice(name) }
        }
        if let defaultName, !names.contains(defaultName) { throw .unknownDefault(defaultName, known: names) }
    }

    /// The release called `requested`, or the one to build when nobody said which.
    package func choose(_ requested: String?) throws(ReleaseModelError) -> String {
        try check()
        if let requested {
            guard names.contains(requested) else {
                throw .unknownRelease(requested, known: names, isImplicit: isImplicit)
            }
            return requested
        }
        if let only = names.first, names.count == 1 { return only }
        if let defaultName { return defaultName }
        throw names.isEmpty ? .nothingDefined(isImplicit: isImplicit) : .ambiguous(names, isImplicit: isImplicit)
    }
}
