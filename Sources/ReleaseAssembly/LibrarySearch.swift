import HostSystem

/// Finds the file of a library the way the loader would, without running anything.
struct LibrarySearch {
    /// Searched before everything else: the toolchain's libraries, then what was built beside the program.
    let preferred: [String]
    let cache: LoaderCache
    let standard: [String]

    init(preferred: [String], cache: LoaderCache, architecture: String) {
        self.preferred = preferred
        self.cache = cache
        let triple = architecture == "armv7" ? "arm-linux-gnueabihf" : "\(architecture)-linux-gnu"
        standard = [
            "/lib/\(triple)", "/usr/lib/\(triple)", "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib",
        ]
    }

    /// The real path and the image of the library `name` that the file at `path` needs.
    func find(_ name: String, for image: ELFImage, at path: String) throws -> (String, ELFImage) {
        let origin = FilePaths.parent(of: path)
        let own = image.searchPath.map { entry in
            FilePaths.normalized(Self.expand(entry, origin: origin))
        }
        let candidates =
            preferred.map { "\($0)/\(name)" } + own.map { "\($0)/\(name)" } + (cache.paths[name] ?? [])
            + standard.map { "\($0)/\(name)" }
        for candidate in candidates {
            guard let real = FileTree.realPath(of: candidate) else { continue }
            guard let found = try ELFImage(path: real) else { continue }
            if found.machine == image.machine { return (real, found) }
        }
        throw AssemblyError.libraryMissing(
            name: name,
            neededBy: path,
            searched: preferred + own + ["ld.so.cache"] + standard
        )
    }

    private static func expand(_ entry: String, origin: String) -> String {
        for variable in ["${ORIGIN}", "$ORIGIN"] where entry.hasPrefix(variable) {
            return origin + entry.dropFirst(variable.count)
        }
        return entry
    }
}
