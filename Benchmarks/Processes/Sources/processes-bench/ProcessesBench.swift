import OTP

/// Measures rows and prints "NAME VALUE", separated by a tab.
///
/// Arguments: the names of rows, else all are meant; `--list` to print "NAME UNIT TARGET LIMIT" of each and measure
/// nothing; `--processor` to print also how many milliseconds of processor time the row took in all threads, which
/// changes less than the time when others use the machine too.
@main
enum ProcessesBench {
    static let rows =
        ServerRows.all + ProcessRows.all + TaskRows.all + SupervisionRows.all + RegistryRows.all + MemoryRows.all

    static func main() async throws {
        let options = CommandLine.arguments.dropFirst().filter { $0.hasPrefix("--") }
        let names = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--") }
        let wanted = rows.filter { names.isEmpty || names.contains($0.name) }
        if options.contains("--list") {
            for row in wanted {
                print(row.name, row.unit, row.target, row.limit.map { "\($0)" } ?? "", separator: "\t")
            }
            return
        }
        // Reports about killed processes would be measured too; the peer is silent as well.
        let system = ProcessSystem(log: Log("bench", to: Silence()))
        try await system.run {
            for row in wanted {
                let before = processorTime
                print(row.name, try await row.measure(), separator: "\t", terminator: "")
                print(options.contains("--processor") ? "\t\((processorTime - before) / .milliseconds(1))" : "")
            }
        }
    }
}

private struct Silence: LogSink {
    let level = LogLevel.critical

    func write(_ entry: LogEntry) {}
}
