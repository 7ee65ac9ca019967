import Posix

extension NodeInspector {
    /// Whether the pid file names the process that has its lock, which anybody could have taken who may write the file.
    ///
    /// A node that has taken it just now may not have written the file yet, so a name is waited for.
    func isNamed(_ owner: Int32, within seconds: Double) throws(NodeControlError) -> Bool {
        let deadline = Deadline.after(seconds: seconds)
        return try NodeControlError.system { () throws(PosixError) in
            let directory = try DirectoryWatch(settings.directory)
            defer { directory.close() }
            while true {
                let record = try PidFile.look(at: settings.pidFile).record
                // Written in another pid namespace, it has the number that the owner has there.
                if let named = record.launcher ?? record.program, ProcessNumbers.of(owner).contains(named) {
                    return true
                }
                guard try directory.wait(until: deadline) else { return false }
            }
        }
    }
}
