import HostSystem
import ReleaseModel

/// The tree of a release while it is built aside from the one in use.
///
/// It notes down everything that is added, which becomes the manifest and the archive, and links what is unchanged from
/// the former tree.
struct ReleaseTree {
    /// The absolute path of the tree under construction.
    let root: String
    /// The absolute path of the tree in use, which may not exist.
    let former: String
    let preparation: BinaryPreparation
    private(set) var entries: [String: TreeEntry] = [:]
    /// Modes of directories by path.
    private(set) var directories: [String: UInt32] = [:]
    private(set) var memory: AssemblyMemory
    private let remembered: AssemblyMemory

    init(root: String, former: String, preparation: BinaryPreparation, memory: AssemblyMemory) {
        self.root = root
        self.former = former
        self.preparation = preparation
        self.memory = memory
        remembered = memory
        self.memory.records = [:]
    }

    /// Makes a directory and those above it; one that is there keeps its mode.
    mutating func addDirectory(_ path: String, mode: UInt32 = 0o755, origin: Origin = .generated) throws {
        guard !path.isEmpty, directories[path] == nil else { return }
        try addParent(of: path, origin: origin)
        try check(path, origin: origin, isDirectory: true)
        try FileTree.makeDirectory("\(root)/\(path)", mode: mode)
        directories[path] = mode
    }

    /// Adds a text that was generated or rendered.
    mutating func addText(
        _ text: String,
        at path: String,
        mode: UInt32 = 0o644,
        origin: Origin = .generated
    ) throws {
        let bytes = Array(text.utf8)
        try prepareAddition(at: path, origin: origin)
        try checkMentions(in: bytes, of: path)
        if let status = try status(inFormer: path), status.mode == mode, status.size == bytes.count,
            try FileTree.read("\(former)/\(path)") == bytes
        {
            try link(path)
        } else {
            try FileTree.write(bytes, to: "\(root)/\(path)", mode: mode)
        }
        let content = TreeEntry.Content.file(size: bytes.count, mode: mode, sha256: Digest.sha256(bytes))
        entries[path] = TreeEntry(content: content, origin: origin)
    }

    /// Adds a copy of a file as it is.
    mutating func addFile(
        _ source: String,
        at path: String,
        mode: UInt32,
        origin: Origin = .generated
    ) throws {
        try add(source, at: path, mode: mode, origin: origin, key: "copy") { target, tree in
            let bytes = try FileTree.read(source)
            try tree.checkMentions(in: bytes, of: source)
            try FileTree.copyFile(source, to: target, mode: mode)
        }
    }

    /// Adds the released form of a program or library, telling `progress` when that takes work.
    mutating func addBinary(
        _ source: String,
        at path: String,
        mode: UInt32,
        searchPath: BinaryPreparation.SearchPath,
        progress: (AssemblyStep) -> Void
    ) throws {
        let key = preparation.key(searchPath)
        try add(source, at: path, mode: mode, origin: .generated, key: key) { target, tree in
            progress(.preparing(path))
            try tree.preparation.prepare(source, as: target, mode: mode, searchPath)
            try tree.checkMentions(in: try FileTree.read(target), of: path)
        }
    }

    /// Keeps a place free for something that comes from the former tree.
    mutating func reserve(_ path: String) {
        entries[path] = TreeEntry(content: .link(target: ""), origin: .carried)
    }

    mutating func addLink(to target: String, at path: String, origin: Origin) throws {
        try prepareAddition(at: path, origin: origin)
        try FileTree.makeLink(at: "\(root)/\(path)", to: target)
        entries[path] = TreeEntry(content: .link(target: target), origin: origin)
    }
}

extension ReleaseTree {
    /// Links an unchanged file, or makes it anew, and notes down what it is.
    private mutating func add(
        _ source: String,
        at path: String,
        mode: UInt32,
        origin: Origin,
        key: String,
        make: (String, borrowing ReleaseTree) throws -> Void
    ) throws {
        guard
            let status = try FileTree.status(of: source, followingLinks: true)
        else { throw AssemblyError.host(.failed(action: "copy", path: source, code: 2)) }
        try prepareAddition(at: path, origin: origin)
        let identity = AssemblyMemory.source(source, status, key: "\(key) mode=\(mode)")
        if let record = remembered.records[path], record.source == identity,
            let former = try self.status(inFormer: path), AssemblyMemory.result(former) == record.result
        {
            try link(path)
            return note(path, former, record, origin: origin)
        }
        let target = "\(root)/\(path)"
        try make(target, self)
        let bytes = try FileTree.read(target)
        let image = try ELFImage(path: target)
        guard let result = try FileTree.status(of: target) else { return }
        let record = AssemblyMemory.Record(
            source: identity,
            result: AssemblyMemory.result(result),
            sha256: Digest.sha256(bytes),
            glibc: image?.glibc
        )
        note(path, result, record, origin: origin)
    }

    private mutating func note(
        _ path: String,
        _ status: FileStatus,
        _ record: AssemblyMemory.Record,
        origin: Origin
    ) {
        memory.records[path] = record
        let content = TreeEntry.Content.file(size: status.size, mode: status.mode, sha256: record.sha256)
        entries[path] = TreeEntry(content: content, origin: origin, glibc: record.glibc)
    }

    private func link(_ path: String) throws {
        try FileTree.linkOrCopy("\(former)/\(path)", to: "\(root)/\(path)")
    }

    /// The status of a plain file in the former tree.
    private func status(inFormer path: String) throws -> FileStatus? {
        let status = try FileTree.status(of: "\(former)/\(path)")
        return status?.kind == .file ? status : nil
    }

    /// Checks text and ELF files for directories of this machine; other formats may hold anything.
    func checkMentions(in bytes: [UInt8], of file: String) throws {
        let isELF = bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46])
        guard isELF || !bytes.prefix(8192).contains(0) else { return }
        guard let mention = preparation.buildDirectories.firstMention(in: bytes) else { return }
        throw AssemblyError.namesBuildDirectory(file: file, directory: mention.directory, mention: mention.text)
    }
}
