import Posix
import TestSupport
import Testing

@Suite("Files")
struct FilesTests {
    let directory: TemporaryDirectory
    var path: String { directory.path }

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("are written with exactly the mode asked for, and read back")
    func writeAndRead() throws {
        try Files.write("hello", to: "\(path)/a", mode: 0o666)
        #expect(try Files.readText("\(path)/a") == "hello")
        let status = try Files.status(of: "\(path)/a")
        #expect(status.permissions == 0o666)
        #expect(status.size == 5)
        #expect(status.kind == .file)
        #expect(throws: PosixError(call: "read", path: "\(path)/a", code: .fileTooLarge)) {
            try Files.read("\(path)/a", limit: 4)
        }
    }

    @Test("are replaced in one step, leaving no draft behind")
    func replace() throws {
        try Files.write("old", to: "\(path)/a")
        try Files.replace("\(path)/a", with: [UInt8]("new".utf8), mode: 0o600)
        #expect(try Files.readText("\(path)/a") == "new")
        #expect(try Files.status(of: "\(path)/a").permissions == 0o600)
        #expect(try Files.names(in: path) == ["a"])
    }

    @Test("say which call failed on which path, and why")
    func errorText() {
        let error = #expect(throws: PosixError.self) { try Files.read("\(path)/missing") }
        #expect(error?.description == "\(path)/missing: No such file or directory (open)")
        #expect(error?.code == .notFound)
    }

    @Test("are linked, renamed, swapped and unlinked")
    func names() throws {
        try Files.write("a", to: "\(path)/a")
        try Files.write("b", to: "\(path)/b")
        try Files.symbolicLink(at: "\(path)/link", to: "a")
        #expect(try Files.readLink("\(path)/link") == "a")
        #expect(try Files.linkStatus(of: "\(path)/link").kind == .symbolicLink)
        #expect(try Files.realPath("\(path)/link") == "\(path)/a")
        try Files.hardLink("\(path)/a", as: "\(path)/c")
        #expect(try Files.status(of: "\(path)/a").isSameFile(as: Files.status(of: "\(path)/c")))
        try Files.exchange("\(path)/a", with: "\(path)/b")
        #expect(try Files.readText("\(path)/a") == "b")
        #expect(throws: PosixError.self) { try Files.renameWithoutReplacing("\(path)/a", to: "\(path)/b") }
        try Files.rename("\(path)/a", to: "\(path)/b")
        try Files.unlink("\(path)/c")
        #expect(try Files.names(in: path) == ["b", "link"])
        #expect(!Files.exists("\(path)/link"))
    }

    @Test("get times and permissions set")
    func attributes() throws {
        try Files.write("", to: "\(path)/a")
        try Files.setModified(Timestamp(seconds: 1_000_000_000, nanoseconds: 5), of: "\(path)/a")
        try Files.setPermissions(0o755, of: "\(path)/a")
        let status = try Files.status(of: "\(path)/a")
        #expect(status.modified == Timestamp(seconds: 1_000_000_000, nanoseconds: 5))
        #expect(status.permissions == 0o755)
        #expect(Files.isExecutable("\(path)/a"))
    }

    @Test("lie in directories that are made as needed and removed whole, without following links")
    func directories() throws {
        try Files.makeDirectories("\(path)/x/y/z/", mode: 0o700)
        try Files.makeDirectories("\(path)/x/y", mode: 0o755)
        #expect(try Files.status(of: "\(path)/x/y").permissions == 0o700)
        try Files.write("", to: "\(path)/kept")
        try Files.write("", to: "\(path)/file")
        #expect(throws: PosixError.self) { try Files.makeDirectories("\(path)/file/below") }
        try Files.symbolicLink(at: "\(path)/x/y/link", to: path)
        try Files.write("", to: "\(path)/x/y/z/file")
        try Files.removeTree("\(path)/x")
        try Files.removeTree("\(path)/x")
        #expect(try Files.names(in: path) == ["file", "kept"])
        let temporary = try Files.makeTemporaryDirectory(prefix: "\(path)/t-")
        #expect(try Files.status(of: temporary).permissions == 0o700)
    }

    @Test("are written at a position, cut and extended through a descriptor")
    func descriptor() throws {
        let file = try FileDescriptor.open("\(path)/a", .readWrite, options: [.create, .exclusive], mode: 0o600)
        defer { file.close() }
        try file.write("0123456789")
        try file.write([UInt8]("ab".utf8), at: 2)
        try file.truncate(to: 5)
        try file.seek(to: 1)
        #expect(try file.readToEnd() == [UInt8]("1ab4".utf8))
        #expect(try file.seekToEnd() == 5)
        let copy = try file.duplicate(lowest: 100)
        #expect(copy.rawValue >= 100 && copy.isOpen && !copy.isTerminal)
        copy.close()
        #expect(throws: PosixError.self) {
            try FileDescriptor.open("\(path)/a", .write, options: [.create, .exclusive])
        }
    }

    @Test("tell when their directory changes")
    func watch() throws {
        let watch = try DirectoryWatch(path)
        defer { watch.close() }
        #expect(try !watch.wait(until: .immediate))
        try Files.write("", to: "\(path)/a")
        #expect(try watch.wait(until: .after(seconds: 20)))
        #expect(try !watch.wait(until: .immediate))
    }
}
