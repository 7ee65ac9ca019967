import Posix

/// Tells when something happens in a directory, also when that is removed and made again: meanwhile the nearest one
/// above it is watched.
struct PlaceWatch {
    private let directory: String
    private var watch: DirectoryWatch
    private var watched: FileStatus

    /// Watches from now on.
    init(_ directory: String) throws(PosixError) {
        self.directory = directory
        (watch, watched) = try Self.begin(directory)
    }

    /// Readable when something has happened.
    var descriptor: FileDescriptor { watch.descriptor }

    /// Forgets what has happened so far, and goes on where the directory is now.
    mutating func renew() throws(PosixError) {
        try watch.drain()
        if try Self.nearest(to: directory).status.isSameFile(as: watched) { return }
        let (fresh, status) = try Self.begin(directory)
        watch.close()
        (watch, watched) = (fresh, status)
    }

    private static func begin(_ directory: String) throws(PosixError) -> (DirectoryWatch, FileStatus) {
        while true {
            let (path, status) = try nearest(to: directory)
            do throws(PosixError) {
                let watch = try DirectoryWatch(path)
                // Nobody would tell that the directory was made, or another one, before watching began.
                if try nearest(to: directory).status.isSameFile(as: status) { return (watch, status) }
                watch.close()
            } catch  where error.code == .notFound {
                continue
            }
        }
    }

    /// The directory, or the lowest one above it that is there.
    private static func nearest(to directory: String) throws(PosixError) -> (path: String, status: FileStatus) {
        var path = directory
        while true {
            do throws(PosixError) {
                return (path, try Files.status(of: path))
            } catch  where error.code == .notFound {
                guard let slash = path.lastIndex(of: "/"), path != "/" else { throw error }
                path = slash == path.startIndex ? "/" : String(path[..<slash])
            }
        }
    }
}
