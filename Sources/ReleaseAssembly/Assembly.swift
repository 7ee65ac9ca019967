import HostSystem
import JSONValues
import ReleaseModel

/// One release under construction.
struct Assembly {
    let plan: ReleasePlan
    let host: HostContext
    /// Paths relative to the root of the tree.
    let layout: ReleaseLayout
    let buildDirectories: BuildDirectories
    let programImage: ELFImage?
    var tree: ReleaseTree

    init(plan: ReleasePlan, host: HostContext, root: String) throws {
        self.plan = plan
        self.host = host
        layout = ReleaseLayout(plan).relative
        buildDirectories = BuildDirectories(plan)
        programImage = try ELFImage(path: plan.program.executable)
        let preparation = BinaryPreparation(
            host: host,
            strip: plan.options.strip,
            stripTool: StripTool(libraryDirectory: plan.runtime.libraryDirectory, environment: host.environment),
            buildDirectories: buildDirectories
        )
        tree = ReleaseTree(
            root: root,
            former: plan.outputPath,
            preparation: preparation,
            memory: AssemblyMemory(of: plan)
        )
    }

    /// Adds everything a release has, generated files first, so that overlays find out what they may not replace.
    mutating func addEverything(cookie: Cookie?, progress: (AssemblyStep) -> Void) throws {
        try addPrograms(progress: progress)
        try addResources()
        progress(.configuring(version: plan.version))
        try addConfiguration()
        try addScripts()
        try addCookie(cookie)
        for overlay in plan.overlays {
            progress(.applyingOverlay(overlay))
            try Overlay(directory: overlay, variables: templateVariables, buildDirectories: buildDirectories)
                .apply(to: &tree)
        }
        try addManifest()
    }

    var result: AssembledRelease {
        AssembledRelease(
            plan: plan,
            layout: ReleaseLayout(plan),
            files: tree.entries.filter { $0.key != layout.cookie },
            directories: tree.directories,
            glibc: glibc
        )
    }

    /// The oldest glibc with which everything in the release runs.
    private var glibc: GlibcVersion? { tree.entries.values.compactMap(\.glibc).max() }

    private mutating func addCookie(_ cookie: Cookie?) throws {
        if let cookie { return try tree.addText(cookie.text, at: layout.cookie, mode: 0o400) }
        // It comes from the former tree at the end; until then its place is taken.
        tree.reserve(layout.cookie)
    }

    private mutating func addManifest() throws {
        let manifest = Manifest(
            name: plan.name.description,
            version: plan.version,
            glibc: glibc,
            architecture: programImage?.architecture ?? "unknown",
            swift: carriesRuntime || plan.runtime.linkage == .static ? nil : plan.runtime.swiftVersion,
            entries: tree.entries,
            directories: tree.directories
        )
        try tree.addText(manifest.text(excluding: [layout.cookie]), at: layout.manifest)
    }
}
