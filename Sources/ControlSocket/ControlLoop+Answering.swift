import ControlProtocol
import JSONValues
import Posix

extension ControlLoop {
    /// Answers whole lines, and the half one at the end of the input.
    mutating func takeLines(_ session: ControlSession, evenIfFull: Bool) {
        guard session.stage == .open, case .lines = session.language else { return }
        do throws(OversizedLine) {
            while evenIfFull || !session.connection.outlook().isFull {
                guard let line = try session.decoder.next() else {
                    session.isStalled = false
                    if session.inputEnded { answer(session.decoder.rest(), session) }
                    return
                }
                answer(line, session)
            }
            session.isStalled = true
        } catch {
            finish(session, .limit("\(error); no line may be longer"))
        }
    }

    private func answer(_ line: ArraySlice<UInt8>, _ session: ControlSession) {
        let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
        guard !isBlank else { return }
        let limits = JSONLimits(depth: limits.depth, bytes: limits.frame)
        switch RequestFrame(parsing: line, limits: limits) {
        case .one(let request):
            answer(request, session, batch: nil)
        case .batch(let requests):
            let batch = ControlBatch(count: requests.count, connection: session.connection)
            for request in requests { answer(request, session, batch: batch) }
        }
    }

    private func answer(
        _ request: Result<ControlRequest, InvalidRequest>,
        _ session: ControlSession,
        batch: ControlBatch?
    ) {
        switch request {
        case .failure(let invalid):
            refuse(invalid.id, invalid.error, session, batch: batch)
        case .success(let request) where session.connection.outlook().requests >= limits.requests:
            let error = ControlError.limit("\(limits.requests) requests of this connection wait for their answers")
            refuse(request.id, error, session, batch: batch)
        case .success(let request):
            let reply = ControlReply(id: request.id, connection: session.connection, batch: batch)
            handler.handle(request, from: session.connection.peer, reply: reply)
        }
    }

    private func refuse(_ id: RequestID?, _ error: ControlError, _ session: ControlSession, batch: ControlBatch?) {
        let response = id.map { ControlResponse(id: $0, outcome: .failure(error)).json }
        if let batch {
            batch.settle(response)
        } else if let response {
            session.connection.enqueue(response.line)
        }
    }

    /// Says what is wrong and lets the connection end.
    func finish(_ session: ControlSession, _ error: ControlError) {
        session.connection.enqueue(ControlResponse(id: .null, outcome: .failure(error)).json.line)
        finish(session)
    }

    private func finish(_ session: ControlSession) {
        session.stage = .finishing
        session.isStalled = false
        session.decoder = LineDecoder(limit: 0)
        session.language = .http([])
    }

    func answerHTTP(_ session: ControlSession) {
        guard session.stage == .open, case .http(let bytes) = session.language else { return }
        do throws(HTTPError) {
            guard let head = try HTTPRequestHead.parse(bytes) else {
                if session.inputEnded { throw .malformed }
                return
            }
            let isRead = head.method == "GET" || head.method == "HEAD"
            let response = isRead ? handler.http(head.path) : .methodNotAllowed
            session.connection.enqueue(response.bytes(withBody: head.method != "HEAD"))
        } catch {
            session.connection.enqueue(error.response.bytes(withBody: true))
        }
        finish(session)
    }

    /// Whether the connection lasts, and until when it may be silent.
    func goesOn(_ session: ControlSession, _ outlook: ControlConnection.Outlook, now: UInt64) -> Bool {
        switch session.stage {
        case .open:
            let isDone = session.inputEnded && outlook.requests == 0 && !outlook.hasOutput && !session.isStalled
            return !isDone && staysAwake(session, outlook, now: now)
        case .finishing:
            guard !outlook.hasOutput else { return staysAwake(session, outlook, now: now) }
            guard !session.inputEnded else { return false }
            session.stage = .finished
            session.due = now + Self.nanoseconds(limits.lingerSeconds)
            // If the client is gone already, poll says so next.
            _ = try? UnixSocket.shutdownSending(session.descriptor)
            return true
        case .finished:
            return !session.inputEnded && now < session.due
        }
    }

    /// Whether the connection is in use; a client that waits for an answer may be silent, one that does not read may
    /// not.
    private func staysAwake(_ session: ControlSession, _ outlook: ControlConnection.Outlook, now: UInt64) -> Bool {
        guard !session.isSilent else { return true }
        let idle = Self.nanoseconds(limits.idleSeconds > 0 ? limits.idleSeconds : .infinity)
        if outlook.requests > 0 && !outlook.hasOutput {
            session.due = now + idle
            return true
        }
        session.due = session.lastActivity + idle
        return now < session.due
    }
}
