import Suggestions

extension ReleaseModelError: CustomStringConvertible {
    package var description: String {
        definitionText ?? selectionText ?? versionText ?? stepsText ?? applicationsText
    }

    private var definitionText: String? {
        switch self {
        case .malformedName(let name):
            "invalid release name '\(name)'; a name starts with a lowercase letter and holds lowercase letters, digits "
                + "and underscores"
        case .productHasNoReleaseName(let product):
            "no release name can be made from the product '\(product)'; name the release in rel/Release.swift"
        case .malformedEnvironment(let name):
            "invalid environment '\(name)'; it may hold letters, digits, '_' and '-'"
        case .unknownSetting(let subject, let key, let suggestion):
            "\(subject) has an unknown setting '\(key)'" + Self.question(suggestion)
        case .badSetting(let subject, let reason): "\(subject): \(reason)"
        case .contradiction(let name, let reason): "release '\(name)' contradicts itself: \(reason)"
        default: nil
        }
    }

    private var selectionText: String? {
        switch self {
        case .definedTwice(let name): "release '\(name)' is defined twice"
        case .unknownDefault(let name, let known):
            "the default release '\(name)' is not defined; " + Self.defined(known, isImplicit: false)
        case .unknownRelease(let name, let known, let isImplicit):
            "unknown release '\(name)'\(Suggestion.phrase(for: name, in: known)) "
                + "(\(Self.defined(known, isImplicit: isImplicit)))"
        case .nothingDefined(isImplicit: true):
            "the package has no executable product, so there is nothing to release; add one to Package.swift"
        case .nothingDefined(isImplicit: false): "rel/Release.swift defines no release"
        case .ambiguous(let names, isImplicit: true):
            "the package has several executable products; name one: release build \(names.joined(separator: "|"))"
        case .ambiguous(let names, isImplicit: false):
            "several releases are defined; name one, release build \(names.joined(separator: "|")), or set a default: "
                + "Releases(default: \"\(names.first ?? "")\") { … }"
        default: nil
        }
    }

    private var versionText: String? {
        switch self {
        case .emptyVersion(let name): "the version of release '\(name)' is empty"
        case .malformedVersion(let name, let version):
            "the version '\(version)' of release '\(name)' makes no directory name; letters, digits and any of .-+_~ do"
        case .noVersion(let name):
            "release '\(name)' has no version: neither its application nor a Git tag gives one; write version: \"1.0.0\" "
                + "in rel/Release.swift, or pass --version"
        case .noGitTag(let name):
            "release '\(name)' takes its version from Git, but there is no tag such as v1.0.0; add one, or pass --version"
        case .versionOfUnknownApplication(let name, let application, let known):
            "release '\(name)' takes its version from application '\(application)', which the program does not have"
                + Suggestion.phrase(for: application, in: known)
        case .applicationWithoutVersion(let name, let application):
            "release '\(name)' takes its version from application '\(application)', which has none"
        default: nil
        }
    }

    private var stepsText: String? {
        switch self {
        case .noSteps: "'steps' is empty; the shortest list is [.assemble]"
        case .neverAssembled: "'steps' has no .assemble"
        case .assembledTwice: "'steps' has .assemble more than once"
        case .archivedBeforeAssembly: "'steps' has .tar before .assemble; there is nothing to pack yet"
        case .archivedTwice: "'steps' has .tar more than once"
        default: nil
        }
    }

    private var applicationsText: String {
        switch self {
        case .unreadableDescription(let reason):
            "the program's answer to RELEASE_COMMAND=describe cannot be used: \(reason); build the program and the tool "
                + "with the same version of swift-release"
        case .unknownApplication(let name, let known):
            "unknown application '\(name)'\(Suggestion.phrase(for: name, in: known)) (the program has "
                + known.joined(separator: ", ") + ")"
        case .missingDependency(let parent, let child):
            "application '\(parent)' depends on '\(child)', which is not part of the program"
        case .dependencyCycle(let path):
            "applications depend on each other in a circle: \(path.joined(separator: " → "))"
        case .includedAndRegular(let name, let parent, let user):
            "application '\(name)' is included in '\(parent)' and also a regular dependency of '\(user)'; it can be only one"
        case .startedWithout(let parent, let type, let child, let childType):
            "application '\(parent)' is started (\(type.rawValue)), but '\(child)', which it depends on, is not "
                + "(\(childType.rawValue)); start both, or list '\(parent)' in skipModeValidation"
        default: "unknown error"
        }
    }

    private static func question(_ suggestion: String?) -> String {
        suggestion.map { "; did you mean '\($0)'?" } ?? ""
    }

    private static func defined(_ names: [String], isImplicit: Bool) -> String {
        let subject = isImplicit ? "the package's executable products make" : "rel/Release.swift defines"
        return "\(subject) \(names.isEmpty ? "none" : names.joined(separator: ", "))"
    }
}
