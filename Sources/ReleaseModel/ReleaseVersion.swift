/// The version of a release: where it comes from, and what it may look like.
package enum ReleaseVersion {
    /// The version of a release that has no definition, no versioned application and no Git tag.
    package static let fallback = "0.1.0"

    /// What is known about versions when one has to be chosen.
    package struct Evidence: Sendable {
        /// What the command line says.
        package var commandLine: String?
        /// The applications of the program, when it could be asked.
        package var applications: [DescribedApplication]
        /// The applications nobody else depends on, the program's own.
        package var roots: [String]
        /// The nearest Git tag, as `git describe --tags` prints it.
        package var gitTag: String?
        /// Whether the package has no definition at all.
        package var isImplicit: Bool

        package init(
            commandLine: String? = nil,
            applications: [DescribedApplication] = [],
            roots: [String] = [],
            gitTag: String? = nil,
            isImplicit: Bool = false
        ) {
            self.commandLine = commandLine
            self.applications = applications
            self.roots = roots
            self.gitTag = gitTag
            self.isImplicit = isImplicit
        }
    }

    /// The version that does not depend on the built program, when there is one.
    package static func known(_ source: VersionSource, commandLine: String?) -> String? {
        if let commandLine { return commandLine }
        if case .string(let version) = source { return version }
        return nil
    }

    /// Chooses the version of a release.
    package static func choose(
        _ source: VersionSource,
        for name: ReleaseName,
        by evidence: Evidence
    ) throws(ReleaseModelError) -> String {
        let version = try candidate(source, for: name, by: evidence)
        try check(version, of: name)
        return version
    }

    private static func candidate(
        _ source: VersionSource,
        for name: ReleaseName,
        by evidence: Evidence
    ) throws(ReleaseModelError) -> String {
        if let version = known(source, commandLine: evidence.commandLine) { return version }
        let tag = evidence.gitTag.map(Self.withoutPrefix)
        switch source {
        case .string(let version): return version
        case .git:
            guard let tag else { throw .noGitTag(name) }
            return tag
        case .application(let application):
            guard let found = evidence.applications.first(where: { $0.name == application }) else {
                throw .versionOfUnknownApplication(name, application, known: evidence.applications.map(\.name))
            }
            guard !found.version.isEmpty else { throw .applicationWithoutVersion(name, application) }
            return found.version
        case .package:
            if let version = ofProgram(name, by: evidence) ?? tag { return version }
            guard evidence.isImplicit else { throw .noVersion(name) }
            return fallback
        case .packageOr(let version): return ofProgram(name, by: evidence) ?? tag ?? version
        }
    }

    /// The version of the program's own application.
    private static func ofProgram(_ name: ReleaseName, by evidence: Evidence) -> String? {
        let roots = evidence.applications.filter { evidence.roots.contains($0.name) && !$0.version.isEmpty }
        return (roots.first { $0.name == name.description } ?? roots.first)?.version
    }

    /// Refuses versions that make no directory name.
    package static func check(_ version: String, of name: ReleaseName) throws(ReleaseModelError) {
        guard !version.isEmpty else { throw .emptyVersion(name) }
        let isPlain = version.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "_"), UInt8(ascii: "~"): true
            default: false
            }
        }
        let startsWell = version.utf8.first.map { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") } ?? false
        guard isPlain, startsWell, version != "COOKIE" else { throw .malformedVersion(name, version) }
    }

    private static func withoutPrefix(_ tag: String) -> String {
        guard tag.first == "v", tag.dropFirst().first?.isNumber == true else { return tag }
        return String(tag.dropFirst())
    }
}
