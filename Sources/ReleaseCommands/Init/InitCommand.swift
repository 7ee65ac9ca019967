import HostSystem
import ReleaseModel

/// `release init`: writes the files that a package's releases are defined and configured by.
struct InitCommand: ToolCommand {
    static let specification = CommandSpecification(
        name: "init",
        overview: "Write rel/ and config/, which say what the releases of the package are like.",
        discussion: """
            Writes rel/Release.swift, the templates of vm.args, remote.vm.args and env.sh, rel/overlays and config/. \
            Files that exist with other contents are kept, and replaced only with --force, or when a question on a \
            terminal is answered with yes. A configuration in another format is kept in any case.
            """,
        options: [.flag("--force", "-f", help: "Replace existing files without asking.")]
            + BuildCommand.packageOptions + [
                .flag("--quiet", "-q", help: "Print warnings and errors only."),
                ReleaseTool.helpOption,
            ]
    )

    private let isForced: Bool
    private let isQuiet: Bool
    private let packagePath: String?
    private let scratchPath: String?
    private let context: CommandContext

    init(_ arguments: ParsedArguments, in context: CommandContext) {
        isForced = arguments.has("--force")
        isQuiet = arguments.has("--quiet")
        packagePath = arguments.value(of: "--package-path")
        scratchPath = arguments.value(of: "--scratch-path")
        self.context = context
    }

    func run() throws(CommandError) {
        let reporter = Reporter(host: context.host, isQuiet: isQuiet)
        let workspace = try Workspace(
            packagePath: packagePath,
            scratchPath: scratchPath,
            in: context,
            reporter: reporter
        )
        let package = try workspace.package()
        let files = InitialFiles(releases: try package.implicitReleases()).all
        let root = workspace.root
        let outcomes = try CommandError.wrapping { () throws(HostError) in try compare(files, in: root) }
        let replaced = try agreed(among: outcomes.filter { $0.state.isDifferent }.map(\.file.path))
        try CommandError.wrapping { () throws(HostError) in
            for outcome in outcomes {
                try write(outcome, replacing: replaced, in: root, reporter: reporter)
            }
            let overlays = "\(root)/rel/overlays"
            if !FileTree.exists(overlays) {
                try FileTree.makeDirectory(overlays)
                reporter.say("* creating rel/overlays/")
            }
        }
        let kept = outcomes.filter { $0.state.isDifferent && !replaced.contains($0.file.path) }.map(\.file.path)
        guard !kept.isEmpty, !context.host.terminal.isInteractive else { return }
        reporter.note("what was there was kept; --force replaces \(kept.joined(separator: ", "))")
    }

    private enum FileState {
        case missing
        case same
        case different
        /// Another file stands in its place.
        case needless(String)

        var isDifferent: Bool {
            if case .different = self { true } else { false }
        }
    }

    private func compare(
        _ files: [InitialFiles.File],
        in root: String
    ) throws(HostError) -> [(file: InitialFiles.File, state: FileState)] {
        var outcomes: [(file: InitialFiles.File, state: FileState)] = []
        for file in files {
            outcomes.append((file, try state(of: file, in: root)))
        }
        return outcomes
    }

    private func state(of file: InitialFiles.File, in root: String) throws(HostError) -> FileState {
        if let other = file.alternatives.first(where: { FileTree.exists("\(root)/\($0)") }) { return .needless(other) }
        let path = "\(root)/\(file.path)"
        guard FileTree.exists(path) else { return .missing }
        return try FileTree.readText(path) == file.text ? .same : .different
    }

    /// The paths among those that differ whose files may be replaced; none without a terminal to ask on.
    private func agreed(among paths: [String]) throws(CommandError) -> Set<String> {
        if isForced || paths.isEmpty { return Set(paths) }
        let host = context.host
        guard host.terminal.isInteractive else { return [] }
        var agreed: Set<String> = []
        for path in paths {
            let question = Question("\(path) exists with other contents. Replace it?", alternative: "pass --force")
            do throws(HostError) {
                if try question.ask(reading: host.input, writing: host.errorOutput) { agreed.insert(path) }
            } catch {
                throw CommandError(.wrongUsage, error.description, note: "nothing was written")
            }
        }
        return agreed
    }

    private func write(
        _ outcome: (file: InitialFiles.File, state: FileState),
        replacing replaced: Set<String>,
        in root: String,
        reporter: Reporter
    ) throws(HostError) {
        let file = outcome.file
        switch outcome.state {
        case .same: return
        case .needless(let other): return reporter.say("* keeping \(other)")
        case .different where !replaced.contains(file.path): return reporter.say("* keeping \(file.path)")
        case .different: reporter.say("* replacing \(file.path)")
        case .missing: reporter.say("* creating \(file.path)")
        }
        try FileTree.makeDirectory(FilePaths.parent(of: "\(root)/\(file.path)"))
        try FileTree.write(file.text, to: "\(root)/\(file.path)")
    }
}
