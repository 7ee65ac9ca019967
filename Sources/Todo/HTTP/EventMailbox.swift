import CEvent
import Glibc
import Synchronization

/// Carries answers and orders from tasks to the thread that runs libevent's loop, and wakes it.
///
/// Nothing of libevent may be touched from outside its thread.
final class EventMailbox: Sendable {
    struct Mail {
        var answers: [(request: UInt64, response: HTTPResponse)] = []
        /// The streams that have something to send.
        var streams: Set<UInt64> = []
        var stop = Stop.no
    }

    enum Stop: Int, Comparable {
        case no, whenAnswered, atOnce

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// Readable while there is mail.
    let descriptor: Int32
    private let mail = Mutex(Mail())

    init?() {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        if descriptor < 0 { return nil }
    }

    deinit {
        close(descriptor)
    }

    func answer(_ request: UInt64, with response: HTTPResponse) {
        deliver { $0.answers.append((request, response)) }
    }

    func proceed(with stream: UInt64) {
        deliver { $0.streams.insert(stream) }
    }

    func stop(_ stop: Stop) {
        deliver { $0.stop = max($0.stop, stop) }
    }

    /// Takes what there is; for the loop's thread.
    func empty() -> Mail {
        var count = UInt64(0)
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
        return mail.withLock { mail in
            defer { mail = Mail(stop: mail.stop) }
            return mail
        }
    }

    private func deliver(_ change: (inout Mail) -> Void) {
        mail.withLock { change(&$0) }
        var one = UInt64(1)
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }
}
