import CDescription
import HostSystem

/// The module ReleaseDescription, compiled for the compiler at hand.
struct DescriptionModule {
    /// A source file that came with the tool.
    struct Source {
        var module: String
        var name: String
        var text: String
    }

    /// The sources, those of imported modules first.
    static let sources: [Source] = (0..<description_source_count).map { index in
        let source = description_source_at(index).pointee
        let bytes = UnsafeBufferPointer(start: source.bytes, count: Int(source.size))
        return Source(
            module: String(cString: source.module),
            name: String(cString: source.name),
            text: String(decoding: bytes, as: UTF8.self)
        )
    }

    /// The modules in the order in which they are compiled.
    static let modules = ["JSONValues", "ReleaseDescription"]

    /// Holds `MODULE.swiftmodule` and `MODULE.o` of each.
    let directory: String

    /// Compiles the module, unless a former run has.
    init(in workspace: Workspace) throws(CommandError) {
        let key = ([workspace.toolchain.identity] + Self.sources.map { "\($0.module)/\($0.name)\n\($0.text)" })
            .joined(separator: "\n")
        directory = try workspace.cache.directory("description", key: key) { draft throws(CommandError) in
            for module in Self.modules { try Self.compile(module, in: draft, workspace: workspace) }
        }
    }

    /// The object files to link.
    var objects: [String] {
        Self.modules.map { "\(directory)/\($0).o" }
    }

    private static func compile(
        _ module: String,
        in directory: String,
        workspace: Workspace
    ) throws(CommandError) {
        let sources = Self.sources.filter { $0.module == module }
        let result = try CommandError.wrapping { () throws(HostError) in
            for source in sources { try FileTree.write(source.text, to: "\(directory)/\(source.name)") }
            return try Subprocess(
                workspace.toolchain.compiler,
                [
                    "-parse-as-library", "-wmo", "-Onone", "-c", "-emit-module", "-module-name", module,
                    "-swift-version", "6", "-enable-upcoming-feature", "ExistentialAny",
                    "-enable-upcoming-feature", "InternalImportsByDefault",
                    "-enable-upcoming-feature", "MemberImportVisibility", "-suppress-warnings",
                    "-I", ".", "-o", "\(module).o", "-emit-module-path", "\(module).swiftmodule",
                ] + sources.map(\.name),
                directory: directory,
                errorOutput: .merged
            ).run(on: workspace.host)
        }
        guard result.status.isSuccess else {
            throw CommandError(
                .internalFault,
                "the module \(module), which rel/Release.swift needs, does not compile with Swift "
                    + workspace.toolchain.version,
                output: result.outputText,
                note: "use a version of swift-release that knows this version of Swift"
            )
        }
    }
}
