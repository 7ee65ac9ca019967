/// How much clients of a control socket may ask of it.
package struct ControlLimits: Sendable {
    /// The longest line, in bytes.
    package var frame = 4 << 20
    /// How many connections may be open at once.
    package var connections = 4096
    /// How many requests of one connection may wait for their answers.
    package var requests = 1024
    /// How many bytes may wait for a slow reader before its requests and evaluations are held up.
    package var queue = 256 << 10
    /// How many bytes of unfinished lines all connections together may hold.
    package var unfinished = 64 << 20
    /// After how many seconds without traffic, and without a request under way, a connection is closed; 0 is never.
    package var idleSeconds = 300.0
    /// How deep a JSON text may be nested.
    package var depth = 128
    /// How long a silent client is taken for one that may still speak HTTP, before it is greeted.
    package var greetingDelaySeconds = 0.5
    /// How long what a client still sends is thrown away after an error, so that it can read the answer.
    package var lingerSeconds = 2.0

    package init() {}
}
