import Synchronization

/// The body of a response that goes on for as long as both sides like.
///
/// Whoever writes never waits: what the client has not taken is kept, up to a limit, and a client that falls further
/// behind is cut off. Without its last owner the stream ends.
final class HTTPStream: Sendable {
    /// The end that the event loop reads from.
    let queue: Queue

    /// A stream that keeps at most so many bytes for a client that is slow.
    init(limit: Int = 64 << 10) {
        queue = Queue(limit: limit)
    }

    deinit {
        end()
    }

    /// Sends a text; without effect when the stream has ended.
    func send(_ text: String) {
        queue.put(Array(text.utf8))
    }

    /// Ends the stream once everything is sent.
    func end() {
        queue.close(.whenSent)
    }

    /// Calls `body` when the client is gone or was cut off; at once when it is already.
    func onEnd(_ body: @escaping @Sendable () -> Void) {
        queue.setOnEnd(body)
    }
}

extension HTTPStream {
    /// What waits between writer and event loop.
    final class Queue: Sendable {
        enum Ending {
            case no, whenSent, atOnce
        }

        private struct State {
            var waiting: [UInt8] = []
            /// How many bytes were taken and have not reached the system.
            var underWay = 0
            var ending = Ending.no
            var isOver = false
            var wake: (@Sendable () -> Void)?
            var onEnd: (@Sendable () -> Void)?
        }

        private let limit: Int
        private let state = Mutex(State())

        init(limit: Int) {
            self.limit = limit
        }

        fileprivate func put(_ bytes: [UInt8]) {
            change { state in
                guard state.ending == .no else { return false }
                if state.waiting.count + state.underWay + bytes.count > limit {
                    state.ending = .atOnce
                } else {
                    state.waiting += bytes
                }
                return true
            }
        }

        fileprivate func close(_ ending: Ending) {
            change { state in
                guard state.ending == .no else { return false }
                state.ending = ending
                return true
            }
        }

        fileprivate func setOnEnd(_ body: @escaping @Sendable () -> Void) {
            let isOver = state.withLock { state in
                if !state.isOver { state.onEnd = body }
                return state.isOver
            }
            if isOver { body() }
        }

        private func change(_ body: (inout State) -> Bool) {
            let wake = state.withLock { state in body(&state) ? state.wake : nil }
            wake?()
        }
    }
}

extension HTTPStream.Queue: Hashable {
    static func == (left: HTTPStream.Queue, right: HTTPStream.Queue) -> Bool { left === right }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self))
    }
}

// MARK: - For the event loop

extension HTTPStream.Queue {
    /// Calls `wake`, on any thread, whenever there is something to take.
    func attach(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wake = wake }
        wake()
    }

    /// What is to be sent now, and whether the stream is to end.
    func take() -> (bytes: [UInt8], ending: Ending) {
        state.withLock { state in
            defer {
                state.underWay += state.waiting.count
                state.waiting = []
            }
            return (state.waiting, state.ending)
        }
    }

    /// Everything taken has reached the system.
    func arrived() {
        state.withLock { $0.underWay = 0 }
    }

    /// Nothing more will be taken.
    func isOver() {
        let onEnd = state.withLock { state in
            state.isOver = true
            state.ending = .atOnce
            state.waiting = []
            state.wake = nil
            defer { state.onEnd = nil }
            return state.onEnd
        }
        onEnd?()
    }
}
