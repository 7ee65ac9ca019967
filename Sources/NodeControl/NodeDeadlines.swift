/// How long things may take, in seconds.
package struct NodeDeadlines: Hashable, Sendable {
    /// From the start of the program until it is ready.
    package var boot = 60.0
    /// From the request to stop until applications are cancelled.
    package var stop = 15.0
    /// From cancellation until the process is killed.
    package var kill = 60.0
    /// An evaluation, or another request to the node.
    package var call = 60.0

    package init() {}

    package init(_ variable: (String) -> String?) throws(NodeControlError) {
        func read(_ name: String, into value: inout Double) throws(NodeControlError) {
            guard let text = variable(name), !text.isEmpty else { return }
            guard let seconds = Self.seconds(text) else {
                throw .setting(name: name, value: text, expected: "a number of seconds, such as 60 or 0.5")
            }
            value = seconds
        }
        try read("RELEASE_BOOT_TIMEOUT", into: &boot)
        try read("RELEASE_STOP_TIMEOUT", into: &stop)
        try read("RELEASE_KILL_TIMEOUT", into: &kill)
        try read("RELEASE_CALL_TIMEOUT", into: &call)
    }

    /// How long a live node may take to greet: its socket has a thread of its own, which has nothing else to do.
    package var greeting: Double { min(call, 10) }

    /// The same for a command that is to take no longer than `limit` altogether.
    package func greeting(within limit: Double?) -> Double { min(greeting, limit ?? .infinity) }

    /// The same for a stop: with force a node that hangs is ended soon, otherwise half of the time is left for the signal
    /// that it gets instead.
    package func greetingOfStop(within limit: Double?, isForced: Bool) -> Double {
        min(greeting(within: limit.map { $0 / 2 }), isForced ? 2 : .infinity)
    }

    /// How long a whole stop may take before somebody outside gives up or kills; a little more than the node's own
    /// deadlines, so that the node is the one to act on them.
    package var wholeStop: Double { stop + kill + 5 }

    /// A number of seconds as users write it.
    package static func seconds(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
        guard isPlain, let seconds = Double(text), seconds.isFinite else { return nil }
        return seconds
    }
}
