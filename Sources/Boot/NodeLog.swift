import Glibc
import NodeLogging
import Posix

/// The node's own lines in the log.
///
/// They come from the thread that must hear signals, so a log that nobody drains must not hold it: what cannot be
/// written soon is left out.
struct NodeLog: Sendable {
    private let log: Log
    private static let patience: Int32 = 100

    init(_ log: Log) {
        self.log = log
    }

    func tell(_ telling: LifecycleAction.Telling, _ message: String) {
        guard Self.takesMore else { return }
        switch telling {
        case .notice: log.notice(message)
        case .warning: log.warning(message)
        case .error: log.error(message)
        }
    }

    /// Writes lines as they are, in pieces that a pipe takes whole.
    func write(_ text: String) {
        var piece = ""
        for line in text.split(separator: "\n") {
            if piece.utf8.count + line.utf8.count + 1 > 4096, !piece.isEmpty {
                guard Self.write(piece) else { return }
                piece = ""
            }
            piece += line
            piece += "\n"
        }
        _ = Self.write(piece)
    }

    private static func write(_ piece: String) -> Bool {
        guard takesMore else { return false }
        do {
            try FileDescriptor.standardError.write(piece)
            return true
        } catch {
            return false
        }
    }

    /// Whether standard error takes a line now or soon.
    private static var takesMore: Bool {
        var waiting = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
        return poll(&waiting, 1, patience) != 0
    }
}
