extension Launcher {
    /// Takes the node's lock, or keeps it, and makes the program ready to be started.
    mutating func makeLaunch() throws(NodeControlError) -> ProgramLaunch {
        try ProgramLaunch.check(settings)
        let lock = NodeLock(settings: settings)
        pidFile = try lock.take(pidFile.descriptor)
        let socket = try lock.socket()
        record.socket = socket
        return try ProgramLaunch(settings: settings, arguments: arguments, socket: socket)
    }
}
