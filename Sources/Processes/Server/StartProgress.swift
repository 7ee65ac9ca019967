/// How far the start of a server has come; without payload in place, because every server carries one for life.
enum StartProgress {
    case running
    /// It has failed, which may be told when the process is gone.
    case failing
    /// Whoever started it waits for this promise; while it runs, this watch would tell of its end.
    indirect case awaited(Promise<StartError?>, watch: UInt64?)
    case ready
    indirect case failed(StartError)

    /// What it has come to: nothing yet, success, or a failure.
    var result: StartError?? {
        switch self {
        case .running, .failing, .awaited: .none
        case .ready: .some(nil)
        case .failed(let error): .some(error)
        }
    }
}
