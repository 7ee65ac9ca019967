import Posix

/// Where the control socket of a node lies.
struct ControlPlace {
    var socket: String
    /// The directory made for it, to be removed in the end.
    var temporaryDirectory: String?

    /// The place that `nodectl` chose; without it, a fresh temporary directory.
    static func find(_ settings: NodeSettings) throws(BootError) -> ControlPlace {
        if let socket = settings.socket { return ControlPlace(socket: socket) }
        do {
            let parent = SettingReader(environment: settings.environment).text("TMPDIR") ?? "/tmp"
            let directory = try Files.makeTemporaryDirectory(prefix: "\(parent)/release-")
            return ControlPlace(socket: "\(directory)/node.sock", temporaryDirectory: directory)
        } catch {
            throw .socket(path: "in the temporary directory", problem: "\(error)")
        }
    }
}
