/// What `sys` can do with a server; everything is called with the drain token held.
protocol SystemTarget: ProcessCore {
    var debugging: Debugging? { get set }
    var suspension: Bool { get set }
    var statusText: String { get }
    var kindOfServer: String { get }

    func setStop(_ reason: ExitReason)
    func refuseCallToItself() throws(CallError)
}

extension GenServerProcess: SystemTarget {
    var suspension: Bool {
        get { lock.withLock { isSuspended } }
        set { lock.withLock { isSuspended = newValue } }
    }

    var statusText: String {
        state?.statusDescription ?? "starting"
    }

    var kindOfServer: String {
        kind
    }
}
