import CArchive
import Glibc
import HostSystem

/// Writes one gzip-compressed tar file whose bytes depend on nothing but what is added.
struct TarWriter: ~Copyable {
    private static let directoryType: UInt32 = 0o040000
    private static let linkType: UInt32 = 0o120000
    private static let fileType: UInt32 = 0o100000

    private let archive: OpaquePointer
    private let path: String
    private let time: Int

    /// Begins an archive at `path`.
    static func begin(at path: String, time: Int) throws -> TarWriter {
        guard let archive = archive_write_new() else {
            throw HostError.failed(action: "write", path: path, code: ENOMEM)
        }
        let writer = TarWriter(archive: archive, path: path, time: time)
        try writer.check(archive_write_add_filter_gzip(archive))
        try writer.check(archive_write_set_format_pax_restricted(archive))
        // Without a time stamp in the header of gzip.
        try writer.check(archive_write_set_options(archive, "gzip:!timestamp"))
        try writer.check(archive_write_open_filename(archive, path))
        return writer
    }

    private init(archive: OpaquePointer, path: String, time: Int) {
        self.archive = archive
        self.path = path
        self.time = time
    }

    deinit {
        archive_write_free(archive)
    }

    func addDirectory(_ member: String, mode: UInt32) throws {
        try withEntry(member, type: TarWriter.directoryType, mode: mode) { entry in
            try check(archive_write_header(archive, entry))
        }
    }

    func addLink(_ member: String, to target: String) throws {
        try withEntry(member, type: TarWriter.linkType, mode: 0o777) { entry in
            archive_entry_set_symlink(entry, target)
            try check(archive_write_header(archive, entry))
        }
    }

    func addFile(_ member: String, mode: UInt32, contents: String) throws {
        let bytes = try FileTree.read(contents)
        try withEntry(member, type: TarWriter.fileType, mode: mode) { entry in
            archive_entry_set_size(entry, Int64(bytes.count))
            try check(archive_write_header(archive, entry))
            let written = bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
            guard written == bytes.count else { throw failure() }
        }
    }

    /// Writes the end; an archive that is not finished is none.
    func finish() throws {
        try check(archive_write_close(archive))
    }

    private func withEntry(
        _ member: String,
        type: UInt32,
        mode: UInt32,
        _ body: (OpaquePointer) throws -> Void
    ) throws {
        guard let entry = archive_entry_new() else { throw failure() }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, member)
        archive_entry_set_filetype(entry, type)
        archive_entry_set_perm(entry, mode)
        archive_entry_set_uid(entry, 0)
        archive_entry_set_gid(entry, 0)
        archive_entry_set_mtime(entry, time, 0)
        try body(entry)
    }

    private func check(_ code: Int32) throws {
        // A warning is about names that the locale of the builder has no letters for; they are written as they are.
        guard code == ARCHIVE_OK || code == ARCHIVE_WARN else { throw failure() }
    }

    private func failure() -> AssemblyError {
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "libarchive gave no reason"
        return .archive(path: path, reason: reason)
    }
}
