/// Where everything stands in the tree of a release.
///
/// Every path hangs below `root`; give an empty root for paths relative to the tree.
package struct ReleaseLayout: Hashable, Sendable {
    package let root: String
    package let name: String
    package let version: String
    /// The version of the Swift runtime, which names the runtime's directory.
    package let runtimeVersion: String
    /// The executable product, which names the program and its directory.
    package let program: String

    package init(root: String, name: String, version: String, runtimeVersion: String, program: String) {
        self.root = root
        self.name = name
        self.version = version
        self.runtimeVersion = runtimeVersion
        self.program = program
    }

    /// The layout of the tree that `plan` describes, below its output path or below `root`.
    package init(_ plan: ReleasePlan, root: String? = nil) {
        self.init(
            root: root ?? plan.outputPath,
            name: plan.name.description,
            version: plan.version,
            runtimeVersion: plan.runtime.swiftVersion,
            program: plan.program.name
        )
    }

    package var binDirectory: String { path("bin") }
    package var script: String { path("bin/\(name)") }
    package var releasesDirectory: String { path("releases") }
    package var cookie: String { path("releases/COOKIE") }
    package var startData: String { path("releases/start_release.data") }
    package var versionDirectory: String { path("releases/\(version)") }
    package var releaseFile: String { path("releases/\(version)/\(name).rel") }
    package var systemConfiguration: String { path("releases/\(version)/sys.config") }
    package var runtimeConfiguration: String { path("releases/\(version)/runtime.config") }
    package var originsConfiguration: String { path("releases/\(version)/origins.config") }
    package var providersConfiguration: String { path("releases/\(version)/providers.config") }
    package var manifest: String { path("releases/\(version)/manifest.json") }
    package var modulesDirectory: String { path("releases/\(version)/modules") }
    package var runtimeDirectory: String { path("runtime-\(runtimeVersion)") }
    package var runtimeBinDirectory: String { path("runtime-\(runtimeVersion)/bin") }
    package var runtimeLibraryDirectory: String { path("runtime-\(runtimeVersion)/lib/swift/linux") }
    package var backtracer: String { path("runtime-\(runtimeVersion)/libexec/swift/linux/swift-backtrace") }
    package var programDirectory: String { path("lib/\(program)-\(version)/bin") }
    package var programPath: String { path("lib/\(program)-\(version)/bin/\(program)") }
    package var temporaryDirectory: String { path("tmp") }

    /// The same tree with paths relative to its root.
    package var relative: ReleaseLayout {
        ReleaseLayout(root: "", name: name, version: version, runtimeVersion: runtimeVersion, program: program)
    }

    private func path(_ relative: String) -> String {
        root.isEmpty ? relative : "\(root)/\(relative)"
    }
}
