import Glibc

/// What can go wrong with to-do lists, told to whoever asked.
public enum TodoError: Error, Equatable {
    /// The text is no day of the calendar.
    case malformedDay(String)
    /// The title is empty, too long, or more than one line.
    case malformedTitle
    /// The name of a list is empty, too long, or more than one line.
    case malformedListName(String)
    /// A file of the storage folder does not hold what we write; nothing is added to it.
    case corruptFile(path: String, line: Int)
    /// The system refused a call on a file of the storage folder.
    case storage(call: String, path: String, code: Int32)
    /// The address or port cannot be listened on.
    case cannotListen(address: String, port: Int, reason: String)
    /// The HTTP library could not be set up.
    case httpUnavailable
    /// A setting has a value that cannot be used.
    case badSetting(key: String, value: String, expected: String)
    /// A setting was changed that a running node cannot take over.
    case needsRestart(key: String)
}

extension TodoError: CustomStringConvertible {
    /// What happened, where, and what to do about it.
    public var description: String {
        switch self {
        case .malformedDay(let text):
            "'\(text)' is not a day; write it as 20170120 or 2017-01-20"
        case .malformedTitle:
            "a title is one line of 1 to \(Entry.titleLimit) bytes"
        case .malformedListName(let text):
            "'\(text)' cannot name a list; a name is one line of 1 to \(ListName.limit) bytes"
        case .corruptFile(let path, let line):
            "\(path):\(line): not an entry; repair or move the file away, it is left as it is until then"
        case .storage(let call, let path, let code):
            "cannot \(call) \(path): \(String(cString: strerror(code)))"
        case .cannotListen(let address, let port, let reason):
            "cannot listen on \(address) port \(port): \(reason); set todo.address and todo.port to free ones"
        case .httpUnavailable:
            "the HTTP server could not be set up; the process is probably out of memory or file descriptors"
        case .badSetting(let key, let value, let expected):
            "\(key) is \(value); it must be \(expected)"
        case .needsRestart(let key):
            "\(key) cannot be changed while the node runs; restart it"
        }
    }
}
