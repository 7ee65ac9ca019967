import HostSystem
import JSONValues
import ReleaseModel

/// What former builds found out about files, so that unchanged ones need no work: one JSON file in `.build/releases`.
///
/// A record says which source, handled how, became which file of the tree. When both are as they were, the file of the
/// former tree is linked into the new one. Losing the memory costs time, nothing else.
struct AssemblyMemory {
    struct Record: Hashable {
        /// Identity of the source, and how it was handled.
        var source: String
        /// Identity of the file in the tree.
        var result: String
        var sha256: String
        /// The glibc that the file needs.
        var glibc: GlibcVersion?
    }

    private static let schema = 1

    /// By path in the tree.
    var records: [String: Record] = [:]
    private let path: String

    init(of plan: ReleasePlan) {
        let tree = Digest.sha256(Array(plan.outputPath.utf8)).prefix(16)
        path = "\(plan.packageRoot)/.build/releases/assembly/\(plan.name)-\(tree).json"
        // A memory that cannot be read, or is of another version, is no memory.
        guard let bytes = try? FileTree.read(path), let value = try? JSONValue(parsing: bytes),
            value["schemaVersion"]?.asInt == Self.schema, let files = value["files"]?.asObject
        else { return }
        for (file, members) in files {
            guard let source = members["source"]?.asString, let result = members["result"]?.asString,
                let sha256 = members["sha256"]?.asString
            else { continue }
            let glibc = members["glibc"]?.asString.flatMap { GlibcVersion($0) }
            records[file] = Record(source: source, result: result, sha256: sha256, glibc: glibc)
        }
    }

    /// Writes down `records`; a disk that is full or read-only is no reason to fail.
    func save() -> HostError? {
        var files = JSONObject()
        for (file, record) in records.sorted(by: { $0.key < $1.key }) {
            var members: JSONObject = [
                "source": .string(record.source), "result": .string(record.result), "sha256": .string(record.sha256),
            ]
            if let glibc = record.glibc { members["glibc"] = .string(glibc.description) }
            files[file] = .object(members)
        }
        let value = JSONValue.object(["schemaVersion": .int(Self.schema), "files": .object(files)])
        do {
            try FileTree.makeDirectory(FilePaths.parent(of: path))
            try FileTree.writeAtomically(value.utf8(), to: path)
            return nil
        } catch {
            return error
        }
    }

    /// What changes when the contents of a source do, or how it is handled.
    static func source(_ path: String, _ status: FileStatus, key: String) -> String {
        "\(path) \(status.device):\(status.inode):\(status.size):\(status.modified) \(key)"
    }

    /// What changes when a file of the tree is replaced or edited; links to it may come and go.
    static func result(_ status: FileStatus) -> String {
        "\(status.inode):\(status.size):\(status.modified):\(status.mode)"
    }
}
