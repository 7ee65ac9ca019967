import OTP

/// A server whose handlers block their thread, as those of a careless user.
struct Blocker: GenServer, Sendable {
    struct Block: ServerCast {
        let end: MonotonicTime

        func handle(_ blocker: inout Blocker, _ context: Context<Blocker>) {
            BlockedPools.blockThread(until: end)
        }
    }

    struct Ask: ServerCall {
        let end: MonotonicTime

        func handle(_ blocker: inout Blocker, _ context: Context<Blocker>) {
            BlockedPools.blockThread(until: end)
        }
    }
}
