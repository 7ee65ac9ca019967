import OTP

/// A server that tells when it starts.
struct Phoenix: GenServer, Sendable {
    struct Birth: Sendable {
        let process: ProcessID
        let time: MonotonicTime
    }

    let births: ProcessRef<Birth>

    static func initialize(_ phoenix: Phoenix, _ context: Context<Phoenix>) -> Phoenix? {
        phoenix.births.send(Birth(process: context.id, time: Delays.now))
        return phoenix
    }
}
