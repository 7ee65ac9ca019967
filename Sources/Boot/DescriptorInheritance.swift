import Posix

/// Keeps what `nodectl` handed to this program from the programs that this one starts.
enum DescriptorInheritance {
    private static let variables = ["RELEASE_LOCK_FD", "RELEASE_READY_FD", "RELEASE_HEART_FD"]

    static func end(_ environment: [String: String]) {
        for number in variables.compactMap({ environment[$0] }).compactMap({ Int32($0) }) where number > 2 {
            do {
                try FileDescriptor(rawValue: number).setCloseOnExec(true)
            } catch {
                // Not open: then nobody inherits it.
            }
        }
    }
}
