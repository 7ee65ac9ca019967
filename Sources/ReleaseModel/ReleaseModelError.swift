/// Why a definition, or what a program says about itself, makes no release.
package enum ReleaseModelError: Error, Hashable, Sendable {
    case malformedName(String)
    case productHasNoReleaseName(String)
    case malformedEnvironment(String)
    case unknownSetting(String, String, String?)
    case badSetting(String, String)
    case contradiction(ReleaseName, String)

    case definedTwice(String)
    case unknownDefault(String, known: [String])
    case unknownRelease(String, known: [String], isImplicit: Bool)
    case nothingDefined(isImplicit: Bool)
    case ambiguous([String], isImplicit: Bool)

    case emptyVersion(ReleaseName)
    case malformedVersion(ReleaseName, String)
    case noVersion(ReleaseName)
    case noGitTag(ReleaseName)
    case versionOfUnknownApplication(ReleaseName, String, known: [String])
    case applicationWithoutVersion(ReleaseName, String)

    case noSteps
    case neverAssembled
    case assembledTwice
    case archivedBeforeAssembly
    case archivedTwice

    case unreadableDescription(String)
    case unknownApplication(String, known: [String])
    case missingDependency(of: String, String)
    case dependencyCycle([String])
    case includedAndRegular(String, in: String, of: String)
    case startedWithout(parent: String, StartType, child: String, StartType)
}
