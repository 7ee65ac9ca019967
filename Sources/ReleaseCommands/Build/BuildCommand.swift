import HostSystem
import JSONValues
import ReleaseAssembly
import ReleaseModel

/// `release build`: compiles a program, and makes a release of it.
struct BuildCommand: ToolCommand {
    static let specification = CommandSpecification(
        name: "build",
        overview: "Build a release of a program.",
        discussion: """
            The release is written to _build/ENV/rel/NAME; its path is printed on standard output, and last that of an archive. Without \
            rel/Release.swift every executable product of the package is a release with default settings.
            """,
        arguments: [
            .init(
                name: "name",
                help: "The release to build. (default: the only one, or the one the definitions name)",
                isOptional: true
            )
        ],
        options: [
            .value("--env", value: "env", help: "The environment to build for. (default: $RELEASE_ENV or prod)"),
            .value("--version", value: "version", help: "The version of the release, instead of the defined one."),
            .value(
                "--path",
                value: "directory",
                help: "Where to write the release. (default: _build/ENV/rel/NAME)",
                completion: .directory
            ),
            .flag("--overwrite", help: "Replace an existing release of the same version without asking."),
            .flag("--force", "-f", help: "Compile everything anew."),
            .flag("--no-compile", help: "Take the program as it was compiled before."),
            .value(
                "--configuration",
                "-c",
                value: "configuration",
                help: "How to compile: debug or release. (default: release, or debug for dev and test)",
                completion: .choices(BuildConfiguration.allCases.map(\.rawValue))
            ),
            .flag("--static-swift-stdlib", help: "Link the Swift standard library into the program."),
            .value("-Xswiftc", value: "flag", help: "Pass a flag to the Swift compiler."),
            .value("-Xcc", value: "flag", help: "Pass a flag to the C compiler."),
            .value("-Xcxx", value: "flag", help: "Pass a flag to the C++ compiler."),
            .value("-Xlinker", value: "flag", help: "Pass a flag to the linker."),
        ] + packageOptions + [
            .flag("--json", help: "Print what was built as JSON."),
            .flag("--quiet", "-q", help: "Print warnings and errors only."),
            .flag("--verbose", "-v", help: "Print what the compiler prints."),
            ReleaseTool.helpOption,
        ]
    )

    static let packageOptions = [
        CommandOption.value(
            "--package-path",
            value: "directory",
            help: "The package. (default: the nearest one)",
            completion: .directory
        ),
        .value(
            "--scratch-path",
            value: "directory",
            help: "Where to compile. (default: .build in the package)",
            completion: .directory
        ),
    ]

    private let options: BuildOptions
    private let context: CommandContext

    init(_ arguments: ParsedArguments, in context: CommandContext) throws(UsageError) {
        options = try BuildOptions(arguments, in: context)
        self.context = context
    }

    func run() throws(CommandError) {
        try CommandError.checking { () throws(ReleaseModelError) in
            try ReleaseEnvironment.check(options.environment)
        }
        let reporter = Reporter(host: context.host, isQuiet: options.isQuiet, isVerbose: options.isVerbose)
        let ticker = Ticker(reporter)
        defer {
            ticker?.stop()
            reporter.finish()
        }
        let workspace = try Workspace(
            packagePath: options.packagePath,
            scratchPath: options.scratchPath,
            in: context,
            reporter: reporter
        )
        let result = try ReleaseBuilder(options: options, workspace: workspace).build()
        reporter.finish()
        let announcement = Announcement(result, workspace: workspace)
        if options.printsJSON {
            context.host.output.print(announcement.json.text(pretty: true))
        } else {
            for line in announcement.lines { reporter.say(line) }
            for path in [result.plan.outputPath] + [result.archive].compactMap({ $0 }) {
                context.host.output.print(workspace.shown(path))
            }
        }
    }
}
