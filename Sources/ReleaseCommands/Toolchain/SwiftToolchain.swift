import HostSystem
import JSONValues

/// The Swift that builds: its programs, its version, and where its runtime lies.
struct SwiftToolchain: Hashable, Sendable {
    /// The absolute path of `swift`.
    var swift: String
    /// The absolute path of `swiftc`.
    var compiler: String
    /// Such as `6.3.1`.
    var version: String
    /// Such as `x86_64-unknown-linux-gnu`.
    var triple: String
    /// The directory with the runtime's shared libraries.
    var libraryDirectory: String
    /// The program that prints backtraces of crashes.
    var backtracer: String?
    /// What tells this toolchain from any other, for caches.
    var identity: String
}

extension SwiftToolchain {
    /// Finds the toolchain on `PATH`, and asks it about itself unless the answer is known.
    static func find(
        on host: HostContext,
        packageRoot: String,
        cache: KeyedCache
    ) throws(CommandError) -> SwiftToolchain {
        let swift = try path(of: "swift", on: host)
        let beside = FilePaths.join(FilePaths.parent(of: swift), "swiftc")
        let compiler = FileTree.exists(beside) ? beside : try path(of: "swiftc", on: host)
        let identity = try identity(of: compiler, on: host, packageRoot: packageRoot)
        if let known = cache.value("toolchain", key: identity),
            let toolchain = SwiftToolchain(swift: swift, compiler: compiler, identity: identity, information: known)
        {
            return toolchain
        }
        let information = try ask(compiler, on: host, packageRoot: packageRoot)
        guard
            let toolchain = SwiftToolchain(
                swift: swift,
                compiler: compiler,
                identity: identity,
                information: information
            )
        else {
            throw CommandError(
                .missingProgram,
                "'\(compiler) -print-target-info' does not say where the Swift runtime is",
                note: "install a toolchain from https://swift.org/install"
            )
        }
        cache.store(information, as: "toolchain", key: identity)
        return toolchain
    }

    private init?(swift: String, compiler: String, identity: String, information: JSONValue) {
        guard
            let text = information["compilerVersion"]?.asString,
            let version = Self.version(in: text),
            let triple = information["target"]?["triple"]?.asString,
            let directory = information["paths"]?["runtimeLibraryPaths"]?[0]?.asString,
            let resources = information["paths"]?["runtimeResourcePath"]?.asString
        else { return nil }
        let backtracer = FilePaths.normalized("\(resources)/../../libexec/swift/linux/swift-backtrace")
        self.init(
            swift: swift,
            compiler: compiler,
            version: version,
            triple: triple,
            libraryDirectory: directory,
            backtracer: FileTree.exists(backtracer) ? backtracer : nil,
            identity: identity
        )
    }

    /// The number in a text such as `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
    static func version(in text: String) -> String? {
        let words = text.split(separator: " ")
        guard let index = words.firstIndex(of: "version"), index + 1 < words.count else { return nil }
        return String(words[index + 1])
    }

    private static func path(of program: String, on host: HostContext) throws(CommandError) -> String {
        do throws(HostError) {
            let path = try ProgramSearch.path(of: program, environment: host.environment)
            return FilePaths.normalized(FilePaths.join(host.directory, path))
        } catch {
            throw CommandError(
                .missingProgram,
                "no Swift toolchain: \(error)",
                note: "install one from https://swift.org/install, and put its bin directory on PATH"
            )
        }
    }

    /// The compiler's real path and age, and what else decides which one a shim runs.
    private static func identity(
        of compiler: String,
        on host: HostContext,
        packageRoot: String
    ) throws(CommandError) -> String {
        let real = FileTree.realPath(of: compiler) ?? compiler
        let status = try CommandError.wrapping { () throws(HostError) in try FileTree.status(of: real) }
        var parts = [compiler, real, "\(status?.size ?? 0)", "\(status?.modified ?? 0)"]
        if let pinned = try? FileTree.readText("\(packageRoot)/.swift-version") { parts.append(pinned) }
        for variable in ["SWIFT_EXEC", "TOOLCHAINS", "SWIFTLY_TOOLCHAINS_DIR"] {
            if let value = host.environment[variable] { parts.append("\(variable)=\(value)") }
        }
        return parts.joined(separator: "\n")
    }

    private static func ask(
        _ compiler: String,
        on host: HostContext,
        packageRoot: String
    ) throws(CommandError) -> JSONValue {
        let result = try CommandError.wrapping { () throws(HostError) in
            try Subprocess(compiler, ["-print-target-info"], directory: packageRoot, deadline: .seconds(60)).run(
                on: host
            )
        }
        guard result.status.isSuccess, let information = try? JSONValue(parsing: result.output) else {
            throw CommandError(
                .missingProgram,
                "'\(compiler)' does not run (\(result.status))",
                output: result.errorText
            )
        }
        return information
    }
}
