/// One item of a server's mailbox; what is rare and large lies elsewhere, because all take as much room as the largest.
enum ServerMail: Sendable {
    /// A cast, which knows itself how it is run: the common and the fast case.
    case cast(any ServerCast)
    /// Many casts, where so many wait that they are not kept one by one.
    case casts(CastChunk)
    case work(any ServerWork)
    case info(any Sendable)
    indirect case signal(Signal)
    indirect case system(SystemRequest)
    /// The time without messages is over, if this is still the wait with that number.
    case timeout(UInt64)
    case hibernate(UInt64)

    var isCast: Bool {
        if case .cast = self { true } else { false }
    }

    var isChunk: Bool {
        if case .casts = self { true } else { false }
    }

    /// Whether it counts against the limit of the mailbox.
    var isMessage: Bool {
        switch self {
        case .cast, .work, .info: true
        // There are no chunks where there is a limit.
        case .casts, .signal, .system, .timeout, .hibernate: false
        }
    }
}
