import NodeLogging

/// What `sys` watches in one server; touched by the holder of the drain token only.
final class Debugging {
    /// Sees an event; `false`, or an error, takes it away.
    typealias Observer = @Sendable (DebugEvent) throws -> Bool

    var traces = false
    var kept: (limit: Int, events: RingBuffer<DebugEvent>)?
    var statistics: ServerStatistics?
    var file: EventFile?
    var observers: [(id: String, observe: Observer)] = []

    init(_ options: [DebugOption] = [], in system: ProcessSystem) {
        for option in options {
            switch option {
            case .trace: traces = true
            case .log(let limit): keep(limit)
            case .logFile(let path):
                do { file = try EventFile(path: path) } catch { system.log.error("\(error)", ["path": path]) }
            case .statistics: count(from: system.now)
            }
        }
    }

    /// Whether nobody wants to see anything.
    var isEmpty: Bool {
        !traces && kept == nil && file == nil && statistics == nil && observers.isEmpty
    }

    func keep(_ limit: Int) {
        kept = (max(1, limit), kept?.events ?? RingBuffer())
    }

    func count(from now: MonotonicTime) {
        if statistics == nil { statistics = ServerStatistics(start: now, now: now) }
    }

    func note(_ event: DebugEvent, in process: ProcessCore) {
        switch event {
        case .received, .message: statistics?.messagesIn += 1
        case .sent: statistics?.messagesOut += 1
        case .newState: break
        }
        if traces { process.system.log.info("\(process.display): \(event)", ["kind": process.kind]) }
        if var kept {
            kept.events.append(event)
            while kept.events.count > kept.limit { _ = kept.events.popFirst() }
            self.kept = kept
        }
        file?.write("\(process.display): \(event)")
        observers.removeAll { observer in
            guard let goesOn = try? observer.observe(event) else { return true }
            return !goesOn
        }
    }
}
