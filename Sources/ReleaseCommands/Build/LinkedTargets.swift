import HostSystem

/// The targets that a product was linked from, as SwiftPM's own list of objects tells.
struct LinkedTargets {
    private let directory: String
    /// Names as they stand in paths, such as `My_Target`.
    private let modules: Set<String>

    /// Reads what SwiftPM left in `directory` when it linked `product`.
    init(of product: String, in directory: String) throws(CommandError) {
        self.directory = directory
        let list = "\(directory)/\(product).product/Objects.LinkFileList"
        let text = try CommandError.wrapping { () throws(HostError) in try FileTree.readText(list) }
        modules = Self.modules(in: text)
    }

    /// The targets in a list of objects such as `/build/release/Todo.build/Todo.swift.o`.
    static func modules(in list: String) -> Set<String> {
        var modules: Set<String> = []
        for line in list.split(separator: "\n") {
            for part in line.split(separator: "/").dropLast() where part.hasSuffix(".build") {
                modules.insert(String(part.dropLast(".build".count)))
            }
        }
        return modules
    }

    /// The resource directories of these targets, as absolute paths in the order of their names.
    ///
    /// The native build system calls them `PACKAGE_TARGET.resources`, the newer one `PACKAGE_TARGET.bundle`. Which one
    /// belongs to which target is written in the accessor that SwiftPM generates for the target.
    func resourceBundles() throws(CommandError) -> [String] {
        let names = try CommandError.wrapping { () throws(HostError) in try FileTree.names(in: directory) }
        let bundles = names.filter { Self.isBundle($0) && FileTree.isDirectory("\(directory)/\($0)") }
        guard !bundles.isEmpty else { return [] }
        let built = names.filter { $0.hasSuffix(".build") }.map { String($0.dropLast(".build".count)) }
        let accessors = built.compactMap { module in accessor(of: module).map { (module, $0) } }
        return bundles.filter { bundle in
            let stem = Self.stem(of: bundle)
            let owners = accessors.filter { $0.1.contains("\"\(stem).") || $0.1.contains("/\(stem).") }.map(\.0)
            if !owners.isEmpty { return owners.contains(where: modules.contains) }
            let name = String(stem.map { $0 == "-" || $0 == "." ? "_" : $0 })
            return modules.contains { name.hasSuffix("_\($0)") }
        }.map { "\(directory)/\($0)" }
    }

    private func accessor(of module: String) -> String? {
        // Most targets have none.
        try? FileTree.readText("\(directory)/\(module).build/DerivedSources/resource_bundle_accessor.swift")
    }

    private static func isBundle(_ name: String) -> Bool {
        name.hasSuffix(".resources") || name.hasSuffix(".bundle")
    }

    private static func stem(of bundle: String) -> String {
        String(bundle.dropLast(bundle.hasSuffix(".bundle") ? ".bundle".count : ".resources".count))
    }
}
