import HostSystem
import ReleaseModel

/// What the command line of `release build` asks for.
struct BuildOptions: Sendable {
    var name: String?
    var environment: String
    var packagePath: String?
    var scratchPath: String?
    /// The directory of the tree, absolute.
    var path: String?
    var version: String?
    var configuration: BuildConfiguration?
    var compiles: Bool
    /// Whether everything is compiled anew.
    var forcesCompilation: Bool
    var overwrites: Bool
    var isQuiet: Bool
    var isVerbose: Bool
    var printsJSON: Bool
    var linksStatically: Bool
    var flags: BuildFlags

    init(_ arguments: ParsedArguments, in context: CommandContext) throws(UsageError) {
        name = arguments.positional.first
        environment = arguments.value(of: "--env") ?? context.host.environment["RELEASE_ENV"] ?? ""
        if environment.isEmpty { environment = ReleaseEnvironment.standard }
        packagePath = arguments.value(of: "--package-path")
        scratchPath = arguments.value(of: "--scratch-path")
        path = arguments.value(of: "--path").map(context.absolute)
        version = arguments.value(of: "--version")
        compiles = !arguments.has("--no-compile")
        forcesCompilation = arguments.has("--force")
        overwrites = arguments.has("--overwrite")
        isQuiet = arguments.has("--quiet")
        isVerbose = arguments.has("--verbose")
        printsJSON = arguments.has("--json")
        linksStatically = arguments.has("--static-swift-stdlib")
        flags = BuildFlags(
            swift: arguments.values(of: "-Xswiftc"),
            c: arguments.values(of: "-Xcc"),
            cxx: arguments.values(of: "-Xcxx"),
            linker: arguments.values(of: "-Xlinker")
        )
        if let text = arguments.value(of: "--configuration") {
            guard let choice = BuildConfiguration(rawValue: text) else {
                throw .badValue(
                    text,
                    option: "--configuration <configuration>",
                    choices: BuildConfiguration.allCases.map(\.rawValue)
                )
            }
            configuration = choice
        }
        if isQuiet, isVerbose { throw .conflict("--quiet", "--verbose") }
        if forcesCompilation, !compiles { throw .conflict("--force", "--no-compile") }
    }
}
