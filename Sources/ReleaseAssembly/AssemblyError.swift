package import HostSystem
package import TemplateRendering

/// Why a release could not be assembled.
package enum AssemblyError: Error, Hashable {
    /// The system refused something.
    case host(HostError)
    case template(TemplateError)
    case anotherBuild(output: String)
    case declined(AssemblyQuestion)
    case unanswered(AssemblyQuestion)
    case secretInBuildConfiguration(key: String)
    /// A number that JSON has no form for.
    case unwritableNumber(key: String, value: String)
    case programMissing(product: String, path: String)
    case libraryMissing(name: String, neededBy: String, searched: [String])
    case toolMissing(name: String, purpose: String, package: String)
    case toolFailed(name: String, file: String, status: String, output: String)
    case overlayMissing(path: String)
    case overlayReplacesGenerated(source: String, path: String)
    case overlayConflict(source: String, path: String, other: String)
    case linkLeavesRelease(source: String, target: String)
    case linkIntoBuildMachine(source: String, target: String)
    case namesBuildDirectory(file: String, directory: String, mention: String)
    case outputHoldsPackage(output: String, package: String)
    case malformedCookie
    case archive(path: String, reason: String)
    /// A fault of ours.
    case unexpected(String)
}

extension AssemblyError {
    /// The exit status of a command that fails with this error.
    package var exitCode: Int32 {
        switch self {
        case .anotherBuild: 75
        case .secretInBuildConfiguration, .unwritableNumber, .template, .overlayMissing, .overlayReplacesGenerated,
            .overlayConflict,
            .linkLeavesRelease, .linkIntoBuildMachine, .outputHoldsPackage, .malformedCookie:
            78
        case .unanswered: 64
        case .unexpected: 70
        case .host, .declined, .programMissing, .libraryMissing, .toolMissing, .toolFailed, .namesBuildDirectory,
            .archive:
            1
        }
    }
}

extension AssemblyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .host(let error): "\(error)"
        case .template(let error): "\(error)"
        case .anotherBuild(let output):
            "another build of '\(output)' is running; wait for it to end and try again"
        case .declined(let question): "not assembled: \(question.refusal)"
        case .unanswered(let question): "no answer to '\(question)'; pass --overwrite to go ahead without asking"
        case .secretInBuildConfiguration(let key):
            "'\(key)' is marked secret, but has a value in the build-time configuration, which everybody who has the "
                + "release can read; set it in config/runtime.yaml, for example from a variable: ${TOKEN:?not set}"
        case .unwritableNumber(let key, let value):
            "the value \(value) of '\(key)' in the build-time configuration cannot be written down; give a number or a "
                + "text"
        case .programMissing(let product, let path):
            "the program of product '\(product)' is not at '\(path)'; build it without --no-compile"
        default: fileDescription
        }
    }

    private var fileDescription: String {
        switch self {
        case .libraryMissing(let name, let neededBy, let searched):
            "the library \(name), needed by '\(neededBy)', was not found in \(searched.joined(separator: ", ")); "
                + "install it on this machine"
        case .toolMissing(let name, let purpose, let package):
            "'\(name)' is needed to \(purpose) and was not found; install the package \(package)"
        case .toolFailed(let name, let file, let status, let output):
            "\(name) failed on '\(file)' with \(status): \(output)"
        case .namesBuildDirectory(let file, let directory, let mention):
            "'\(file)' would not work elsewhere: it names the directory '\(directory)' of this machine, as in "
                + "'\(mention)'; use a path relative to the release, such as $RELEASE_ROOT"
        case .archive(let path, let reason): "cannot write the archive '\(path)': \(reason)"
        default: definitionDescription
        }
    }

    private var definitionDescription: String {
        switch self {
        case .overlayMissing(let path):
            "the overlay '\(path)' is not a directory; correct 'overlays' in rel/Release.swift"
        case .overlayReplacesGenerated(let source, let path):
            "the overlay file '\(source)' would replace '\(path)', which is generated; rename it, or change the "
                + "generated file through a template in rel/"
        case .overlayConflict(let source, let path, let other):
            "the overlay entry '\(source)' cannot become '\(path)', which comes from '\(other)' and is of another kind"
        case .linkLeavesRelease(let source, let target):
            "the link '\(source)' leads out of the release, to '\(target)'; link inside the release or copy the file"
        case .linkIntoBuildMachine(let source, let target):
            "the link '\(source)' leads to '\(target)', which exists only where the release is built; use a relative "
                + "link or copy the file"
        case .outputHoldsPackage(let output, let package):
            "a release cannot be written to '\(output)', which holds the package '\(package)'; choose another path"
        case .malformedCookie:
            "the cookie is empty or holds white space; use letters, digits and underscores"
        case .unexpected(let text): "this is a fault in release itself: \(text)"
        default: "no release could be assembled"
        }
    }
}
