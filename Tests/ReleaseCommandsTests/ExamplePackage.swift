import HostSystem
import JSONValues
import TestSupport
import Testing

@testable import ReleaseCommands

/// A package in a temporary directory, to run `release` on; SwiftPM is pretended, all else is real.
struct ExamplePackage {
    let directory: TemporaryDirectory
    let swift: PretendedSwift

    /// What a run of `release` left behind.
    struct Outcome: Equatable {
        var status: Int32
        var output: String
        var errorOutput: String
    }

    /// `manifest` is the text of `rel/Release.swift` after its import; without one the package has no definitions.
    init(products: [String] = ["todo"], manifest: String? = nil) throws {
        directory = try TemporaryDirectory()
        let toolchain = try directory.makeDirectory("toolchain")
        try directory.makeDirectory("toolchain/usr/lib/swift/linux")
        swift = PretendedSwift(toolchain: toolchain)
        swift.with { $0.products = products }
        try directory.write("// swift-tools-version: 6.1\n", to: "package/Package.swift")
        if let manifest { try define(manifest) }
    }

    /// The package's own directory.
    var root: String { directory.path("package") }

    func path(_ relative: String) -> String { "\(root)/\(relative)" }

    func exists(_ relative: String) -> Bool { FileTree.exists(path(relative)) }

    func text(_ relative: String) throws -> String { try FileTree.readText(path(relative)) }

    func json(_ relative: String) throws -> JSONValue { try JSONValue(parsing: try text(relative)) }

    func write(_ text: String, to relative: String, mode: UInt32 = 0o644) throws {
        try directory.write(text, to: "package/\(relative)", mode: mode)
    }

    /// Writes `rel/Release.swift`, and lends the package the compiled module that it imports.
    func define(_ manifest: String) throws {
        try write("import ReleaseDescription\n\(manifest)\n", to: ManifestFile.relativePath)
        let shared = try CompiledDescription.shared.get()
        let link = path(".build/releases/.release/\(FilePaths.name(of: shared))")
        guard !FileTree.exists(link) else { return }
        try FileTree.makeDirectory(FilePaths.parent(of: link))
        try FileTree.makeLink(at: link, to: shared)
    }

    /// Runs the tool with the package as its directory.
    @discardableResult
    func run(
        _ arguments: String...,
        terminal: Terminal = .none,
        answers: [String] = [],
        environment: [String: String] = [:]
    ) -> Outcome {
        run(arguments, terminal: terminal, answers: answers, environment: environment)
    }

    /// The same with a list of arguments.
    @discardableResult
    func run(
        _ arguments: [String],
        terminal: Terminal = .none,
        answers: [String] = [],
        environment: [String: String] = [:]
    ) -> Outcome {
        let (output, errorOutput) = (MemoryOutput(), MemoryOutput())
        var variables = HostContext.live().environment.filter { !$0.key.hasPrefix("RELEASE_") }
        variables["GIT_CEILING_DIRECTORIES"] = "/"
        let host = HostContext(
            environment: variables.merging(environment) { $1 },
            directory: root,
            output: output,
            errorOutput: errorOutput,
            input: PreparedInput(answers),
            terminal: terminal,
            subprocesses: swift
        )
        let status = ReleaseTool(in: CommandContext(host: host, toolPath: path("no/tool"))).run(arguments)
        return Outcome(status: status, output: output.text, errorOutput: errorOutput.text)
    }

    /// Makes the product `name` a program that describes itself with `json`.
    func describe(_ name: String, as json: JSONValue) throws {
        let program = try DescribingProgram.compile(json, in: directory.path)
        swift.with { $0.programs[name] = program }
    }
}

extension Terminal {
    /// One that somebody watches.
    static let watched = Terminal(isInteractive: true, width: 80)
}

/// The module ReleaseDescription, compiled once for all tests and kept beside them for the next run.
enum CompiledDescription {
    static let shared = Result {
        let products = try BuiltProducts.directory()
        let directory = try TemporaryDirectory()
        try directory.write("// swift-tools-version: 6.1\n", to: "Package.swift")
        let host = HostContext(environment: HostContext.live().environment, directory: directory.path)
        let workspace = try Workspace(
            packagePath: nil,
            scratchPath: "\(products)/ReleaseCommandsTests.cache",
            in: CommandContext(host: host),
            reporter: Reporter(host: host)
        )
        return try DescriptionModule(in: workspace).directory
    }
}

/// A small C program with the marker of `Boot`, which answers when it is asked to describe itself.
enum DescribingProgram {
    static func compile(_ json: JSONValue, in directory: String) throws -> String {
        let escaped = json.text().map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        let source = """
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            __attribute__((used, retain, section(".note.swift-release"), aligned(4)))
            static const struct { unsigned name, size, type; char text[16]; unsigned protocol; } note = {
                14, 4, 1, "swift-release", 1 };
            int main(void) {
                const char *command = getenv("RELEASE_COMMAND");
                const char *providers = getenv("RELEASE_PROVIDERS");
                if (providers) { FILE *file = fopen("asked.json", "w"); fputs(providers, file); fclose(file); }
                if (providers && strstr(providers, "refuse")) { fputs("error: it refuses\\n", stderr); return 78; }
                if (command && !strcmp(command, "describe")) { puts("\(escaped)"); return 0; }
                return 1;
            }
            """
        let program = "\(directory)/describing"
        try FileTree.write(source, to: "\(program).c")
        let result = try runProgram("clang", ["\(program).c", "-o", program])
        try #require(result.status.isSuccess, "\(result.errorText)")
        return program
    }
}
