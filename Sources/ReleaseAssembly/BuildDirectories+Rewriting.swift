extension BuildDirectories {
    /// Replaces what compilers left behind in a program or library, in place; true when anything was.
    ///
    /// SwiftPM compiles the absolute path of every resource bundle into the program, as the last place to look for it,
    /// and `#filePath` and C's `__FILE__` are absolute as well. No flag avoids all of them: `-file-prefix-map` reaches
    /// debug information alone, and a build at a fixed path needs a user namespace, which containers often forbid. So
    /// the directory is replaced by `/src`, filled up with slashes to the same length: lengths are compiled in, too,
    /// and such a path still reads well in a crash report (`/src/////Sources/Todo/Todo.swift`). A resource bundle is
    /// found beside the program first, and a missing one is missing on the build machine as well.
    ///
    /// In sections that are not loaded, debug information above all, every mention is replaced. In loaded ones a
    /// path that no compiler leaves behind is the author's own and stays, to be reported.
    func rewrite(_ bytes: inout [UInt8], unloaded: [ELFImage.UnloadedSection]) -> Bool {
        var isChanged = false
        for mention in mentions(in: bytes) {
            let isUnloaded = unloaded.contains { $0.bytes.contains(mention.offset) }
            guard mention.isArtefact || isUnloaded else { continue }
            let replacement = Self.replacement(for: mention.directory)
            let range = mention.offset..<mention.offset + replacement.count
            // A shorter directory may begin where a longer one was replaced already.
            guard bytes[range].elementsEqual(mention.directory.utf8) else { continue }
            bytes.replaceSubrange(range, with: replacement)
            isChanged = true
        }
        return isChanged
    }

    /// A path of the same length that names nothing on the build machine.
    private static func replacement(for directory: String) -> [UInt8] {
        let length = directory.utf8.count
        let name = directory == "/src" ? "/pkg" : "/src"
        let head = Array(name.utf8.prefix(length))
        return head + [UInt8](repeating: UInt8(ascii: "/"), count: length - head.count)
    }
}
