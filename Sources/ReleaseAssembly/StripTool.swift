import HostSystem
import ReleaseModel

/// The program that removes symbols and debug information from others.
struct StripTool {
    let path: String

    /// Takes the toolchain's, which knows every architecture Swift has, or what the system has.
    init?(libraryDirectory: String, environment: [String: String]) {
        let toolchain = FilePaths.normalized("\(libraryDirectory)/../../../bin/llvm-objcopy")
        if FileTree.exists(toolchain) {
            path = toolchain
            return
        }
        let names = ["llvm-objcopy", "objcopy"]
        let found = names.lazy.compactMap { name in
            // A name that is not found is no error before every name was tried.
            try? ProgramSearch.path(of: name, environment: environment)
        }.first
        guard let found else { return nil }
        path = found
    }

    /// Writes a stripped copy of `source` to `target`; false when the tool cannot read the file.
    func strip(_ source: String, to target: String, mode: StripMode, on host: HostContext) throws -> Bool {
        let flag = mode == .debug ? "--strip-debug" : "--strip-all"
        let result = try Subprocess(path, [flag, source, target]).run(on: host)
        if result.status.isSuccess { return true }
        if result.errorText.contains("No space left") {
            throw AssemblyError.toolFailed(
                name: path,
                file: target,
                status: "\(result.status)",
                output: result.errorText
            )
        }
        return false
    }
}
