/// What a server does in a task; it begins on the thread where it is called, without a hop.
typealias TaskBody = nonisolated(nonsending) @Sendable () async -> Void
