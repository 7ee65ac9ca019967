import HostSystem
import JSONValues
import ReleaseAssembly
import ReleaseModel
import TestSupport
import Testing

/// A package on disk with a built program, and the plan of its release.
///
/// The program is a small one in C, its runtime a directory that takes the toolchain's place.
struct ReleaseFixture {
    let directory: TemporaryDirectory
    var plan: ReleasePlan
    /// Answers to what assembly asks.
    var answers: [String] = []

    var output: String { plan.outputPath }

    init(name: String = "todo", version: String = "1.0.0") throws {
        directory = try TemporaryDirectory()
        let package = try directory.makeDirectory("home/package")
        let toolchain = try directory.makeDirectory("toolchain/usr/lib/swift/linux")
        try directory.makeDirectory("home/package/.build/releases/release")
        try FileTree.copy("/bin/true", to: "\(package)/.build/releases/release/todo")
        plan = ReleasePlan(
            name: try ReleaseName(name),
            version: version,
            outputPath: "\(package)/_build/prod/rel/\(name)",
            packageRoot: package,
            program: BuiltProgram(
                name: "todo",
                executable: "\(package)/.build/releases/release/todo",
                linksBoot: true
            ),
            applications: [
                PlannedApplication(name: "database", version: "0.1.0", type: .transient),
                PlannedApplication(name: "todo", version: version, type: .permanent, dependencies: ["database"]),
            ],
            runtime: RuntimePlan(swiftVersion: "6.3.1", libraryDirectory: toolchain),
            clients: ClientPrograms(nodectl: "/bin/true"),
            options: AssemblyOptions(strip: .symbols),
            systemConfiguration: ["todo": ["port": 5454]],
            sourceDateEpoch: 1_700_000_000
        )
    }

    /// Assembles; what it asks is answered from `answers`, then with the end of the input.
    @discardableResult
    func assemble(
        host: HostContext? = nil,
        exchange: @escaping @Sendable (String, String) throws(HostError) -> Bool = FileTree.exchange,
        progress: (AssemblyStep) -> Void = { _ in }
    ) throws -> AssembledRelease {
        var host = host ?? directory.host()
        host.input = PreparedInput(answers)
        return try Assembler(host: host, exchange: exchange).assemble(plan, progress: progress)
    }

    /// Assembles again over what is there.
    @discardableResult
    mutating func reassemble() throws -> AssembledRelease {
        plan.options.overwrite = true
        return try assemble()
    }

    /// The error of an assembly that must fail, in the words a user reads.
    func failure() -> AssemblyError? {
        #expect(throws: AssemblyError.self) { try assemble() }
    }

    /// Everything in the tree by path, directories included; without the time that a new link to a file changes.
    func tree() throws -> [String: FileStatus] {
        let entries = try FileTree.entries(below: output)
        let statuses = entries.map { entry in
            var status = entry.status
            status.changed = 0
            return (entry.path, status)
        }
        return Dictionary(uniqueKeysWithValues: statuses)
    }

    func text(_ path: String) throws -> String { try FileTree.readText("\(output)/\(path)") }

    func json(_ path: String) throws -> JSONValue { try JSONValue(parsing: try text(path)) }

    func exists(_ path: String) -> Bool { FileTree.exists("\(output)/\(path)") }

    /// Compiles C into a program or library, and returns its absolute path.
    @discardableResult
    func compile(_ source: String, to path: String, _ flags: [String] = []) throws -> String {
        let file = try directory.write(source, to: "home/package/Sources/\(FilePaths.name(of: path)).c")
        let target = directory.path(path)
        try FileTree.makeDirectory(FilePaths.parent(of: target))
        let result = try runProgram("clang", ["-g", "-O1", file, "-o", target] + flags)
        try #require(result.status.isSuccess, "\(result.errorText)")
        return target
    }

    /// Gives the toolchain a library `libNAME.so`, as it has for Swift.
    @discardableResult
    func addRuntimeLibrary(_ name: String, needing others: [String] = []) throws -> String {
        let path = "toolchain/usr/lib/swift/linux/lib\(name).so"
        let flags = ["-shared", "-fPIC", "-L\(plan.runtime.libraryDirectory)", "-Wl,-rpath,$ORIGIN"]
        let calls = others.map { "int \($0)_value(void);" }.joined(separator: "\n")
        let sum = others.map { " + \($0)_value()" }.joined()
        return try compile(
            "\(calls)\nint \(name)_value(void) { return 1\(sum); }\n",
            to: path,
            flags + others.map { "-l\($0)" } + ["-Wl,-soname,lib\(name).so"]
        )
    }

    /// Makes the program one that needs the libraries called `names` and exits with the sum of their values.
    mutating func linkProgram(to names: [String], _ flags: [String] = []) throws {
        let declarations = names.map { "int \($0)_value(void);" }.joined(separator: "\n")
        let sum = names.map { " + \($0)_value()" }.joined()
        let libraries = ["-L\(plan.runtime.libraryDirectory)"] + names.map { "-l\($0)" }
        plan.program.executable = try compile(
            "\(declarations)\nint main(void) { return 0\(sum); }\n",
            to: "home/package/.build/releases/release/linked",
            libraries + flags
        )
    }
}
