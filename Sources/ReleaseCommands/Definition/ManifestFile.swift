import HostSystem

/// `rel/Release.swift`, compiled to a program that answers questions about the definitions.
struct ManifestFile {
    /// Where the definitions of a package are, relative to it.
    static let relativePath = "rel/Release.swift"

    /// The compiled program.
    let program: String

    /// Compiles the file, unless a former run has.
    ///
    /// The compiler is shown a copy with one more line, under the same relative path, so that its messages name the
    /// file, the lines and the columns that the user sees.
    init(in workspace: Workspace) throws(CommandError) {
        let text = try CommandError.wrapping { () throws(HostError) in
            try FileTree.readText("\(workspace.root)/\(Self.relativePath)")
        }
        let module = try DescriptionModule(in: workspace)
        let key = [workspace.toolchain.identity, module.directory, text].joined(separator: "\n")
        let directory = try workspace.cache.directory("manifest", key: key) { draft throws(CommandError) in
            try Self.compile(text, with: module, in: draft, workspace: workspace)
        }
        program = "\(directory)/manifest"
    }

    private static func compile(
        _ text: String,
        with module: DescriptionModule,
        in directory: String,
        workspace: Workspace
    ) throws(CommandError) {
        let result = try CommandError.wrapping { () throws(HostError) in
            try FileTree.makeDirectory("\(directory)/rel")
            let source = text.hasSuffix("\n") ? text : text + "\n"
            try FileTree.write(source + "ReleaseManifest.serve(releases)\n", to: "\(directory)/\(relativePath)")
            return try Subprocess(
                workspace.toolchain.compiler,
                ["-swift-version", "5", "-Onone", "-module-name", "Manifest", "-I", module.directory, relativePath]
                    + module.objects + ["-o", "manifest"],
                directory: directory,
                errorOutput: .merged
            ).run(on: workspace.host)
        }
        guard result.status.isSuccess else { throw failure(result.outputText) }
        if !result.output.isEmpty { workspace.reporter.say(result.outputText.trimmingLineEnd) }
    }

    private static func failure(_ output: String) -> CommandError {
        if output.contains("cannot find 'releases' in scope") {
            return CommandError(
                .wrongConfiguration,
                "\(relativePath) defines no variable named 'releases'",
                note: "define one: let releases = [Release(\"NAME\")]"
            )
        }
        if output.contains("no such module 'ReleaseDescription'") || output.contains("cannot find 'ReleaseManifest'") {
            return CommandError(
                .wrongConfiguration,
                "\(relativePath) does not import ReleaseDescription",
                output: output,
                note: "write as its first line: import ReleaseDescription"
            )
        }
        return CommandError(.wrongConfiguration, "\(relativePath) does not compile", output: output)
    }
}

extension String {
    /// The text without the line end it may have.
    var trimmingLineEnd: String {
        hasSuffix("\n") ? String(dropLast()) : self
    }
}
