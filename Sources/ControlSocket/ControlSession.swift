import ControlProtocol
import Posix

/// What the socket's thread knows of one connection.
final class ControlSession {
    /// What the client speaks, as its first bytes tell.
    enum Language {
        case undecided([UInt8])
        case lines
        case http([UInt8])
    }

    /// How far the connection is from its end.
    enum Stage {
        case open
        /// The last answer is on its way; what the client still sends is thrown away.
        case finishing
        /// The last answer was sent, and the client was told that nothing follows.
        case finished
    }

    let descriptor: FileDescriptor
    let connection: ControlConnection
    var decoder: LineDecoder
    var language = Language.undecided([])
    var stage = Stage.open
    /// The client sends no more; it may still read.
    var inputEnded = false
    /// Whole lines wait until the client has read some answers.
    var isStalled = false
    var needsAttention = false
    var sent: UInt64 = 0
    var lastActivity: UInt64
    /// When something is to be done even without news, in nanoseconds of the monotonic clock.
    var due: UInt64
    /// How many bytes of this connection are part of the sum of unfinished lines.
    var counted = 0

    init(descriptor: FileDescriptor, connection: ControlConnection, limits: ControlLimits, now: UInt64) {
        self.descriptor = descriptor
        self.connection = connection
        decoder = LineDecoder(limit: limits.frame)
        lastActivity = now
        due = now
    }

    /// How many bytes are kept because they are not complete.
    var unfinished: Int {
        switch language {
        case .undecided(let bytes), .http(let bytes): bytes.count
        case .lines: decoder.count
        }
    }

    /// Whether nothing came yet, so that the client may be one that waits for the greeting.
    var isSilent: Bool {
        guard case .undecided(let bytes) = language else { return false }
        return bytes.isEmpty
    }

    /// What to wait for next.
    func interest(_ outlook: ControlConnection.Outlook) -> Poll.Events {
        var events: Poll.Events = outlook.hasOutput ? .writable : []
        if !inputEnded && !isStalled { events.insert(.readable) }
        return events
    }
}
