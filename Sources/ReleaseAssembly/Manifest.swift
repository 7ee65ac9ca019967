import HostSystem
import JSONValues

/// `releases/VERSION/manifest.json`: every file of a release, and what a host must have to run it.
struct Manifest {
    let name: String
    let version: String
    let glibc: GlibcVersion?
    let architecture: String
    /// The Swift that the host must have, when the release carries none.
    let swift: String?
    let entries: [String: TreeEntry]
    let directories: [String: UInt32]

    /// The manifest's text; it names neither itself nor the cookie.
    func text(excluding excluded: Set<String>) -> String {
        var requires = JSONObject()
        if let glibc { requires["glibc"] = .string(glibc.description) }
        requires["architecture"] = .string(architecture)
        if let swift { requires["swift"] = .string(swift) }
        let files = entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .filter { !excluded.contains($0) }
            .compactMap { path in entries[path].map { Self.value($0, at: path) } }
        let folders = directories.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { JSONValue.object(["path": .string($0.key), "mode": .string(Self.octal($0.value))]) }
        let manifest: JSONObject = [
            "schemaVersion": 1,
            "name": .string(name),
            "version": .string(version),
            "requires": .object(requires),
            "files": .array(files),
            "directories": .array(folders),
        ]
        return JSONValue.object(manifest).text(pretty: true) + "\n"
    }

    /// The paths that a manifest names; a damaged one names none.
    static func contents(of path: String) throws -> (files: Set<String>, directories: Set<String>) {
        guard let manifest = try? JSONValue(parsing: try FileTree.read(path)) else { return ([], []) }
        func paths(_ key: String) -> Set<String> {
            Set((manifest[key]?.asArray ?? []).compactMap { $0["path"]?.asString })
        }
        return (paths("files"), paths("directories"))
    }

    private static func value(_ entry: TreeEntry, at path: String) -> JSONValue {
        switch entry.content {
        case .file(let size, let mode, let sha256):
            .object([
                "path": .string(path), "mode": .string(octal(mode)), "size": .int(size), "sha256": .string(sha256),
            ])
        case .link(let target):
            .object(["path": .string(path), "link": .string(target)])
        }
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
