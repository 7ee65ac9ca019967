import Glibc
import TestSupport
import Testing

@testable import Todo

@Suite("A list on a full disk")
struct FullDiskTests {
    @Test(
        "refuses an entry with the reason, keeps what it had, and goes on when there is room again",
        .enabled(if: SmallDisk.canBeMounted, "mounting a small file system needs root")
    )
    func fullDisk() throws {
        let disk = try SmallDisk()
        let store = ListStore(folder: StorageFolder(path: disk.path))
        let bob = try ListName("bob")
        let entry = try Entry(date: Day("20170120"), title: String(repeating: "x", count: 1000))

        var count = 0
        let refusal = #expect(throws: TodoError.self) {
            while count < 1000 {
                _ = try store.append(entry, to: bob, knowing: nil)
                count += 1
            }
        }
        #expect(refusal == .storage(call: "write", path: "\(disk.path)/bob.todo", code: ENOSPC))
        #expect(count > 0)
        #expect(try store.load(bob, unless: nil)?.list.all.count == count)

        try disk.grow()
        _ = try store.append(entry, to: bob, knowing: nil)
        #expect(try store.load(bob, unless: nil)?.list.all.count == count + 1)
    }
}

/// A file system in memory with room for a few pages, for one test.
private final class SmallDisk {
    static var canBeMounted: Bool {
        (try? SmallDisk()) != nil
    }

    let path: String
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        path = try directory.makeDirectory("disk")
        try Self.call(mount("none", path, "tmpfs", 0, "size=16k"))
    }

    func grow() throws {
        try Self.call(mount("none", path, "tmpfs", UInt(MS_REMOUNT), "size=64k"))
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
    }

    private static func call(_ result: Int32) throws {
        guard result == 0 else { throw TodoError.failed("mount", "tmpfs") }
    }
}
