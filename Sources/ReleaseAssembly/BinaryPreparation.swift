import HostSystem
import ReleaseModel

/// Turns a program or library as it was built into one as it is released.
struct BinaryPreparation {
    let host: HostContext
    let strip: StripMode
    let stripTool: StripTool?
    let buildDirectories: BuildDirectories

    /// What a copy's search path must be; the key of remembered results, so it is part of their name.
    enum SearchPath: Hashable {
        /// As it is.
        case kept
        /// DT_RPATH with exactly this entry.
        case replaced(String)
        /// None at all.
        case removed
    }

    /// Names everything that decides about the result, apart from the source.
    func key(_ searchPath: SearchPath) -> String {
        "strip=\(strip) path=\(searchPath) free-of=\(buildDirectories.paths.joined(separator: ":"))"
    }

    /// Writes the released form of `source` to the free path `target`.
    func prepare(_ source: String, as target: String, mode: UInt32, _ searchPath: SearchPath) throws {
        try copyStripped(source, to: target)
        try rewriteBuildDirectories(of: target)
        try setSearchPath(searchPath, of: target)
        try FileTree.setMode(mode, of: target)
    }

    private func copyStripped(_ source: String, to target: String) throws {
        if strip != .none {
            guard let stripTool else {
                throw AssemblyError.toolMissing(name: "llvm-objcopy", purpose: "strip programs", package: "binutils")
            }
            if try stripTool.strip(source, to: target, mode: strip, on: host) {
                // The copy has the mode of the original, which need not be writable.
                return try FileTree.setMode(0o755, of: target)
            }
            try FileTree.remove(target)
        }
        // What the tool cannot read is released as it is.
        try FileTree.copyFile(source, to: target, mode: 0o755)
    }

    private func rewriteBuildDirectories(of path: String) throws {
        var bytes = try FileTree.read(path)
        guard buildDirectories.paths.contains(where: { bytes.offset(of: Array($0.utf8)) != nil }) else { return }
        let image = try ELFImage(path: path)
        if buildDirectories.rewrite(&bytes, unloaded: image?.unloadedSections ?? []) {
            try FileTree.write(bytes, to: path, mode: 0o755)
        }
    }

    private func setSearchPath(_ searchPath: SearchPath, of path: String) throws {
        switch searchPath {
        case .kept: return
        case .replaced(let entry): try patchelf(["--force-rpath", "--set-rpath", entry], path)
        case .removed:
            // Removing alone would leave the text in the file.
            try patchelf(["--set-rpath", "$ORIGIN"], path)
            try patchelf(["--remove-rpath"], path)
        }
    }

    private func patchelf(_ arguments: [String], _ path: String) throws {
        let result: SubprocessResult
        do {
            result = try Subprocess("patchelf", arguments + [path]).run(on: host)
        } catch .programNotFound {
            throw AssemblyError.toolMissing(
                name: "patchelf",
                purpose: "make '\(FilePaths.name(of: path))' find the libraries of the release",
                package: "patchelf"
            )
        } catch {
            throw AssemblyError.host(error)
        }
        guard result.status.isSuccess else {
            throw AssemblyError.toolFailed(
                name: "patchelf",
                file: path,
                status: "\(result.status)",
                output: result.errorText
            )
        }
    }
}
