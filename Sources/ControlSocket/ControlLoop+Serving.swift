import ControlProtocol
import JSONValues
import Posix

extension ControlLoop {
    /// Does what there is to do for a connection; nil when it is over.
    mutating func serve(
        _ session: ControlSession,
        _ events: Poll.Events,
        now: UInt64
    ) -> ControlConnection.Outlook? {
        session.needsAttention = false
        let isGone = !events.isDisjoint(with: [.hungUp, .failed])
        session.connection.cork()
        if isGone {
            readRest(session)
        } else if events.contains(.readable) {
            if read(session) { session.lastActivity = now }
        }
        if end == nil { greetIfSilent(session, now: now) }
        let outlook = answerLines(session)
        if isGone || outlook.isBroken {
            readRest(session)
            return nil
        }
        if outlook.sent != session.sent {
            session.sent = outlook.sent
            session.lastActivity = now
        }
        return goesOn(session, outlook, now: now) ? outlook : nil
    }

    /// Answers whole lines as long as the client reads the answers.
    private mutating func answerLines(_ session: ControlSession) -> ControlConnection.Outlook {
        var outlook: ControlConnection.Outlook
        repeat {
            session.connection.cork()
            takeLines(session, evenIfFull: false)
            count(session)
            outlook = session.connection.flush()
        } while session.isStalled && !outlook.isFull && !outlook.isBroken
        return outlook
    }

    /// Reads once; true when something came.
    private mutating func read(_ session: ControlSession) -> Bool {
        let received: Result<Int?, PosixError> = buffer.withUnsafeMutableBytes { bytes in
            do throws(PosixError) {
                return .success(try UnixSocket.receive(into: bytes, from: session.descriptor))
            } catch {
                return .failure(error)
            }
        }
        switch received {
        case .success(nil): return false
        case .success(let count?) where count > 0:
            buffer.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[..<count]), session) }
            return true
        case .success, .failure:
            endInput(session)
            return false
        }
    }

    /// Reads what a client left behind when it went; its requests count, their answers have nowhere to go.
    private mutating func readRest(_ session: ControlSession) {
        while !session.inputEnded, read(session) {
            takeLines(session, evenIfFull: true)
        }
        takeLines(session, evenIfFull: true)
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer, _ session: ControlSession) {
        guard session.stage == .open else { return }
        switch session.language {
        case .lines: session.decoder.append(bytes)
        case .undecided(let former): decideLanguage(session, former + bytes)
        case .http(let former):
            session.language = .http(former + bytes)
            answerHTTP(session)
        }
        count(session)
        // A single line of the greatest length must always find room.
        let limit = max(limits.unfinished, limits.frame + buffer.count)
        guard unfinished > limit, session.counted > 0 else { return }
        finish(session, .limit("all clients together have sent more than \(limit) bytes of unfinished lines"))
    }

    private mutating func decideLanguage(_ session: ControlSession, _ bytes: [UInt8]) {
        switch HTTPRequestHead.begins(bytes) {
        case nil: session.language = .undecided(bytes)
        case true?:
            session.language = .http(bytes)
            answerHTTP(session)
        case false?: startLines(session, bytes)
        }
    }

    /// Greets, and reads lines from now on.
    private func startLines(_ session: ControlSession, _ bytes: [UInt8]) {
        session.language = .lines
        let greeting = ControlNotification(method: NodeGreeting.method, params: handler.greeting())
        session.connection.enqueue(greeting.json.line)
        bytes.withUnsafeBytes { session.decoder.append($0) }
    }

    private func greetIfSilent(_ session: ControlSession, now: UInt64) {
        guard session.isSilent, session.stage == .open, now >= session.due else { return }
        startLines(session, [])
    }

    /// The client has closed its side; what it left unfinished is looked at as if it were complete.
    private mutating func endInput(_ session: ControlSession) {
        guard !session.inputEnded else { return }
        session.inputEnded = true
        session.connection.watch()
        switch session.language {
        case .undecided(let bytes) where !bytes.isEmpty: startLines(session, bytes)
        case .http where session.stage == .open: answerHTTP(session)
        default: break
        }
    }

    /// Keeps the sum of unfinished bytes right.
    func unfinishedBytes(of session: ControlSession) -> Int {
        session.stage == .open ? session.unfinished : 0
    }

    mutating func count(_ session: ControlSession) {
        let bytes = unfinishedBytes(of: session)
        unfinished += bytes - session.counted
        session.counted = bytes
    }
}
