import HostSystem
import ReleaseModel

extension Assembly {
    /// Adds the program, the clients that `bin/NAME` uses, the backtracer, and every library that these need.
    mutating func addPrograms(progress: (AssemblyStep) -> Void) throws {
        progress(.copyingProgram(plan.program.name))
        let programs = try programsWithPlaces()
        let closure = try carriedLibraries(of: programs)
        progress(.collectingRuntime(libraries: closure.libraries.count))
        for program in programs {
            let searchPath = searchPath(of: program.image, at: program.place, isProgram: true, in: closure)
            try tree.addBinary(
                program.source,
                at: program.place,
                mode: 0o755,
                searchPath: searchPath,
                progress: progress
            )
        }
        for library in closure.libraries {
            let place = "\(layout.runtimeLibraryDirectory)/\(library.name)"
            let searchPath = searchPath(of: library.image, at: place, isProgram: false, in: closure)
            try tree.addBinary(library.source, at: place, mode: 0o644, searchPath: searchPath, progress: progress)
        }
    }

    /// A program on this machine, and its path in the tree.
    private struct Placement {
        var source: String
        var place: String
        /// Nil for scripts, and for formats that we do not know.
        var image: ELFImage?
    }

    private func programsWithPlaces() throws -> [Placement] {
        var placements = [Placement(source: plan.program.executable, place: layout.programPath, image: programImage)]
        func add(_ source: String?, as place: String) throws {
            guard let source else { return }
            guard FileTree.exists(source) else {
                throw AssemblyError.programMissing(product: FilePaths.name(of: source), path: source)
            }
            let real = FileTree.realPath(of: source) ?? source
            placements.append(Placement(source: real, place: place, image: try ELFImage(path: real)))
        }
        if plan.options.includeExecutables {
            try add(plan.clients.nodectl, as: "\(layout.runtimeBinDirectory)/nodectl")
            try add(plan.clients.nodeshell, as: "\(layout.runtimeBinDirectory)/nodeshell")
        }
        if carriesRuntime { try add(backtracer, as: layout.backtracer) }
        return placements
    }

    /// Whether the Swift runtime becomes part of the release.
    var carriesRuntime: Bool { plan.runtime.includeRuntime && plan.runtime.linkage != .none }

    /// The backtracer that goes with the linkage: without shared libraries where the release has none.
    private var backtracer: String? {
        guard let backtracer = plan.runtime.backtracer, plan.runtime.linkage == .static else {
            return plan.runtime.backtracer
        }
        return FileTree.exists(backtracer + "-static") ? backtracer + "-static" : backtracer
    }

    /// What all programs need; without the toolchain's libraries where the host's Swift is used.
    private func carriedLibraries(of programs: [Placement]) throws -> LibraryClosure {
        let search = LibrarySearch(
            preferred: [plan.runtime.libraryDirectory, FilePaths.parent(of: plan.program.executable)],
            cache: try LoaderCache(),
            architecture: programImage?.architecture ?? "unknown"
        )
        let images = programs.compactMap { program in program.image.map { (path: program.source, image: $0) } }
        let closure = try LibraryClosure(of: images, search: search)
        if carriesRuntime { return closure }
        let runtime = FileTree.realPath(of: plan.runtime.libraryDirectory) ?? plan.runtime.libraryDirectory
        return closure.without { FilePaths.isPath($0.source, within: runtime) }
    }

    /// The way from a file of the release to its libraries.
    private func searchPath(
        of image: ELFImage?,
        at place: String,
        isProgram: Bool,
        in closure: LibraryClosure
    ) -> BinaryPreparation.SearchPath {
        guard let image, image.isDynamic else { return .kept }
        let directory = FilePaths.parent(of: place)
        let isPortable = image.searchPath.allSatisfy { $0.hasPrefix("$ORIGIN") }
        guard closure.isNeeded(by: image) else { return isPortable ? .kept : .removed }
        let wanted = Self.originPath(from: directory, to: layout.runtimeLibraryDirectory)
        // A program's DT_RPATH holds for its libraries and for what it loads later, DT_RUNPATH would not.
        if isProgram {
            let isRight = image.inheritedSearchPath == [wanted] && image.ownSearchPath.isEmpty
            return isRight ? .kept : .replaced(wanted)
        }
        let reached = image.searchPath.map { FilePaths.normalized($0.replacing("$ORIGIN", with: directory)) }
        return isPortable && reached.contains(layout.runtimeLibraryDirectory) ? .kept : .replaced(wanted)
    }

    /// `$ORIGIN/../lib` from `a/bin` to `a/lib`.
    static func originPath(from directory: String, to target: String) -> String {
        let start = directory.split(separator: "/")
        let end = target.split(separator: "/")
        let common = zip(start, end).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: start.count - common) + end.dropFirst(common).map(String.init)
        return (["$ORIGIN"] + steps).joined(separator: "/")
    }
}

extension LibraryClosure {
    /// The closure without some of its libraries.
    func without(_ isLeftOut: (Library) -> Bool) -> LibraryClosure {
        var closure = self
        closure.remove(where: isLeftOut)
        return closure
    }
}
