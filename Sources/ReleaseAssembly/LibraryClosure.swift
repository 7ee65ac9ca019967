import HostSystem

/// Every library that some programs need, and the libraries of these in turn.
struct LibraryClosure {
    /// A library to be carried along.
    struct Library {
        /// The name that others need it by.
        var name: String
        /// The real path of its file on this machine.
        var source: String
        var image: ELFImage
    }

    /// Sorted by name; without the glibc family.
    private(set) var libraries: [Library] = []

    /// Follows what `programs`, given by path, are linked to.
    init(of programs: [(path: String, image: ELFImage)], search: LibrarySearch) throws {
        var found: [String: Library] = [:]
        var waiting = programs
        while let (path, image) = waiting.popLast() {
            for name in image.needed where found[name] == nil && !SystemLibrary.contains(name) {
                let (source, library) = try search.find(name, for: image, at: path)
                found[name] = Library(name: name, source: source, image: library)
                waiting.append((source, library))
            }
        }
        libraries = found.values.sorted { $0.name < $1.name }
    }

    mutating func remove(where isLeftOut: (Library) -> Bool) {
        libraries.removeAll(where: isLeftOut)
    }

    /// Whether `image` needs one of the libraries.
    func isNeeded(by image: ELFImage) -> Bool {
        image.needed.contains { name in libraries.contains { $0.name == name } }
    }
}
