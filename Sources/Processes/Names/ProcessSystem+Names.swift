extension ProcessSystem {
    /// The process that holds a name, or `nil`.
    public func process(named name: ProcessName) -> ProcessID? {
        name.process(in: self)
    }

    /// The names in use on this node.
    public var registeredNames: [ProcessName] {
        names.all.filter { process(named: $0) != nil }
    }

    /// Gives a process a name, until it ends or the name is taken away.
    public func register(_ process: ProcessID, as name: ProcessName) throws(NameError) {
        let core = process.core
        guard process.isAlive else { throw .noProcess(process, name) }
        if let old = core.lock.withLock({ core.name }) { throw .alreadyNamed(process, old) }
        let holder: ProcessID?
        do { holder = try name.claim(for: core) } catch { throw .refused(name, reason: "\(error)") }
        if let holder { throw .taken(name, by: holder) }
        core.lock.lock()
        let isKept = core.phase.isRunning && core.name == nil
        if isKept { core.name = name }
        let old = core.name
        core.lock.unlock()
        if isKept { return }
        name.release(by: core)
        if let old { throw .alreadyNamed(process, old) }
        throw .noProcess(process, name)
    }

    /// Takes a name away from the process that holds it.
    public func unregister(_ name: ProcessName) throws(NameError) {
        guard let process = process(named: name) else { throw .unknown(name) }
        process.core.lock.withLock { if process.core.name == name { process.core.name = nil } }
        name.release(by: process.core)
    }

    /// Sends to whoever holds a name.
    public func send(_ message: any Sendable, to name: ProcessName) throws(NameError) {
        let process: ProcessID?
        do { process = try name.find(in: self) } catch { throw .refused(name, reason: "\(error)") }
        guard let process else { throw .unknown(name) }
        process.send(message)
    }
}
