import HostSystem
import JSONValues
import ReleaseModel

/// `release list`: shows which releases are defined, and which are built.
struct ListCommand: ToolCommand {
    static let specification = CommandSpecification(
        name: "list",
        overview: "Show which releases are defined, and which are built.",
        options: BuildCommand.packageOptions + [
            .flag("--json", help: "Print JSON."),
            ReleaseTool.helpOption,
        ]
    )

    private let packagePath: String?
    private let scratchPath: String?
    private let printsJSON: Bool
    private let context: CommandContext

    init(_ arguments: ParsedArguments, in context: CommandContext) {
        packagePath = arguments.value(of: "--package-path")
        scratchPath = arguments.value(of: "--scratch-path")
        printsJSON = arguments.has("--json")
        self.context = context
    }

    func run() throws(CommandError) {
        let reporter = Reporter(host: context.host)
        defer { reporter.finish() }
        let workspace = try Workspace(
            packagePath: packagePath,
            scratchPath: scratchPath,
            in: context,
            reporter: reporter
        )
        let definitions = try Definitions(in: workspace, package: try workspace.package())
        let built = try BuiltRelease.all(below: workspace.root)
        if printsJSON {
            context.host.output.print(json(definitions.selection, built).text(pretty: true))
        } else {
            context.host.output.write(text(definitions.selection, built, in: workspace))
        }
    }

    private func text(_ selection: ReleaseSelection, _ built: [BuiltRelease], in workspace: Workspace) -> String {
        let origin = selection.isImplicit ? "one for each executable product" : ManifestFile.relativePath
        var lines = ["Defined (\(origin)):"]
        for name in selection.names {
            lines.append(name == Self.chosen(by: selection) ? "  \(name) (default)" : "  \(name)")
        }
        if selection.names.isEmpty { lines.append("  none") }
        lines += ["", "Built:"]
        let width = built.map { $0.name.count + $0.version.count + 1 }.max() ?? 0
        for release in built {
            let title = "\(release.name) \(release.version)"
            let padding = String(repeating: " ", count: width - title.count)
            lines.append("  \(title)\(padding)  \(release.environment)  \(workspace.shown(release.path))")
        }
        if built.isEmpty { lines.append("  none") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func json(_ selection: ReleaseSelection, _ built: [BuiltRelease]) -> JSONValue {
        [
            "schemaVersion": 1,
            "implicit": .bool(selection.isImplicit),
            "defined": .array(
                selection.names.map { name in
                    ["name": .string(name), "default": .bool(name == Self.chosen(by: selection))]
                }
            ),
            "built": .array(
                built.map { release in
                    [
                        "name": .string(release.name),
                        "version": .string(release.version),
                        "environment": .string(release.environment),
                        "path": .string(release.path),
                    ]
                }
            ),
        ]
    }

    /// The release that is built when no name is given, if there is one.
    private static func chosen(by selection: ReleaseSelection) -> String? {
        selection.names.count == 1 ? selection.names.first : selection.defaultName
    }
}
