/// The parts of a process that most processes never use; guarded by its lock.
final class ProcessRarities {
    var name: ProcessName?
    var label: String?
    var dictionary: [String: any Sendable] = [:]
    /// The aliases that are active, by number.
    var aliases: [UInt64: AliasMode] = [:]
    /// The alias that ends with a monitor, by the monitor's number.
    var aliasesOfMonitors: [UInt64: UInt64] = [:]
    /// What it has elsewhere.
    var belongings: [any ProcessBelongings] = []
    /// The timers that send it something.
    var timers: [ObjectIdentifier: TimerEntry] = [:]

    init(label: String? = nil) {
        self.label = label
    }
}
