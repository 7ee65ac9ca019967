import ControlProtocol
import Synchronization

/// Carries what an evaluation prints to its caller.
///
/// On the evaluation's thread a slow reader is waited for. Tasks that the evaluation started elsewhere must not wait:
/// what they print is kept for the evaluation's thread, up to a limit.
final class OutputRelay: Sendable {
    private static let chunkLimit = EvaluationOutput.largestText
    private static let backlogLimit = 1 << 20

    private struct Backlog {
        var text = ""
        var dropped = 0
    }

    private let backlog = Mutex(Backlog())
    private let isOnThread: @Sendable () -> Bool
    private let send: @Sendable (String) -> Bool

    /// Output that goes through `send`, which may wait, and says whether anybody is left to read.
    init(isOnThread: @escaping @Sendable () -> Bool, send: @escaping @Sendable (String) -> Bool) {
        self.isOnThread = isOnThread
        self.send = send
    }

    /// Takes what was printed.
    func write(_ text: String) {
        guard isOnThread() else { return keep(text) }
        flush()
        pass(text)
    }

    /// Sends what other threads printed; call it on the evaluation's thread.
    func flush() {
        let (text, dropped) = backlog.withLock { backlog in
            defer { backlog = Backlog() }
            return (backlog.text, backlog.dropped)
        }
        pass(text)
        if dropped > 0 { pass("[\(dropped) bytes of output left out: printed faster than they were read]\n") }
    }

    private func keep(_ text: String) {
        backlog.withLock { backlog in
            if backlog.text.utf8.count + text.utf8.count <= Self.backlogLimit {
                backlog.text += text
            } else {
                backlog.dropped += text.utf8.count
            }
        }
    }

    private func pass(_ text: String) {
        for chunk in Self.chunks(of: text) where !send(chunk) { return }
    }

    /// `text` in pieces of at most `chunkLimit` bytes, none of which splits a character.
    static func chunks(of text: String) -> [String] {
        guard text.utf8.count > chunkLimit else { return text.isEmpty ? [] : [text] }
        var chunks: [String] = []
        var start = text.startIndex
        while start < text.endIndex {
            let limit = text.utf8.index(start, offsetBy: chunkLimit, limitedBy: text.endIndex) ?? text.endIndex
            let end =
                limit == text.endIndex ? limit : limit.samePosition(in: text.unicodeScalars) ?? before(limit, in: text)
            chunks.append(String(text[start..<end]))
            start = end
        }
        return chunks
    }

    /// The nearest place before `index` that is between two characters of Unicode.
    private static func before(_ index: String.Index, in text: String) -> String.Index {
        var place = text.utf8.index(before: index)
        while place.samePosition(in: text.unicodeScalars) == nil { place = text.utf8.index(before: place) }
        return place
    }
}
