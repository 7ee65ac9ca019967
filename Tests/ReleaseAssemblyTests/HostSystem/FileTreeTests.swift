import Glibc
import HostSystem
import TestSupport
import Testing

@Suite("A file tree")
struct FileTreeTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("is copied with modes, links and empty directories, whatever the umask")
    func copy() throws {
        try directory.write("#!/bin/sh\n", to: "a/run", mode: 0o751)
        try directory.write("secret", to: "a/deep/secret", mode: 0o600)
        try directory.makeDirectory("a/empty", mode: 0o700)
        try FileTree.makeLink(at: directory.path("a/link"), to: "deep/secret")
        try FileTree.copy(directory.path("a"), to: directory.path("b"))
        let copied = try FileTree.entries(below: directory.path("b"))
        #expect(copied.map(\.path) == ["deep", "deep/secret", "empty", "link", "run"])
        #expect(copied.map(\.status.kind) == [.directory, .file, .directory, .link, .file])
        #expect(copied[1].status.mode == 0o600 && copied[2].status.mode == 0o700 && copied[4].status.mode == 0o751)
        #expect(try FileTree.target(ofLink: directory.path("b/link")) == "deep/secret")
        #expect(try directory.text(of: "b/deep/secret") == "secret")
    }

    @Test("lists names by their bytes, without what is skipped")
    func listing() throws {
        for name in ["b", "a", "Z", "ä"] { try directory.write("", to: name) }
        try directory.write("", to: "skipped/inside")
        let entries = try FileTree.entries(below: directory.path) { $0 == "skipped" }
        #expect(entries.map(\.path) == ["Z", "a", "b", "ä"])
    }

    @Test("is removed even where directories cannot be written to")
    func remove() throws {
        try directory.write("x", to: "locked/file")
        try FileTree.setMode(0o500, of: directory.path("locked"))
        try FileTree.remove(directory.path("locked"))
        #expect(!FileTree.exists(directory.path("locked")))
        try FileTree.remove(directory.path("locked"))
    }

    @Test("replaces a file in one step and leaves no draft")
    func atomicWrite() throws {
        try directory.write("old", to: "file", mode: 0o600)
        let before = try #require(try FileTree.status(of: directory.path("file")))
        try FileTree.writeAtomically(Array("new".utf8), to: directory.path("file"), mode: 0o640)
        let after = try #require(try FileTree.status(of: directory.path("file")))
        #expect(before.inode != after.inode && after.mode == 0o640)
        #expect(try FileTree.names(in: directory.path) == ["file"])
        #expect(try directory.text(of: "file") == "new")
    }

    @Test("reads files that have no size")
    func procFile() throws {
        #expect(try FileTree.readText("/proc/self/status").contains("VmRSS"))
    }

    @Test("exchanges two directories")
    func exchange() throws {
        try directory.write("a", to: "a/name")
        try directory.write("b", to: "b/name")
        #expect(try FileTree.exchange(directory.path("a"), with: directory.path("b")))
        #expect(try directory.text(of: "a/name") == "b")
    }

    @Test("gives a file a second name")
    func link() throws {
        try directory.write("text", to: "first")
        try FileTree.linkOrCopy(directory.path("first"), to: directory.path("second"))
        let statuses = try ["first", "second"].map { try FileTree.status(of: directory.path($0))?.inode }
        #expect(statuses[0] == statuses[1])
    }

    @Test("names the path and the reason when the system refuses")
    func refusal() throws {
        let path = directory.path("missing/file")
        let error = #expect(throws: HostError.self) { try FileTree.write("x", to: path) }
        #expect(error?.description == "cannot write '\(path)': it does not exist")
        #expect(HostError.failed(action: "write", path: "/f", code: ENOSPC).description.contains("no space is left"))
    }

    @Test("is locked by one holder at a time, until it lets go")
    func lock() throws {
        let path = directory.path("lock")
        do {
            let lock = try FileLock(path: path)
            #expect(throws: HostError.locked(path: path)) { try Self.takeLock(path) }
            extendLifetime(lock)
        }
        try Self.takeLock(path)
        #expect(!FileTree.exists(path), "the lock file is removed with the lock")
    }

    private static func takeLock(_ path: String) throws {
        let lock = try FileLock(path: path)
        extendLifetime(lock)
    }
}

@Suite("Paths as text")
struct FilePathsTests {
    @Test(
        "are normalized without looking at the file system",
        arguments: [
            ("/a/./b//c/..", "/a/b"), ("a/../..", ".."), ("/..", "/"), ("", "."), ("./x", "x"), ("../a/../b", "../b"),
        ]
    )
    func normalized(path: String, expected: String) {
        #expect(FilePaths.normalized(path) == expected)
    }

    @Test(
        "have parents and names",
        arguments: [("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("/", "/", "/")]
    )
    func parts(path: String, parent: String, name: String) {
        #expect(FilePaths.parent(of: path) == parent)
        #expect(FilePaths.name(of: path) == name)
    }

    @Test("lie within a directory only at its slashes")
    func within() {
        #expect(FilePaths.isPath("/a/b", within: "/a"))
        #expect(FilePaths.isPath("/a", within: "/a"))
        #expect(!FilePaths.isPath("/ab", within: "/a"))
    }
}
