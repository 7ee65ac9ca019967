/// Keeps lists in a folder, with a small pool of workers; a list always goes to the same one.
struct Database: Sendable {
    private let workers: [DatabaseWorker]

    init(folder: StorageFolder, workers count: Int) {
        precondition(count > 0, "a database needs a worker")
        workers = (1...count).map { DatabaseWorker(number: $0, store: ListStore(folder: folder)) }
    }

    /// The worker that does everything for a list, in the order asked.
    func worker(for list: ListName) -> DatabaseWorker {
        workers[Self.slot(of: list, among: workers.count)]
    }

    func lists() async throws(TodoError) -> [ListName] {
        try await workers[0].lists()
    }

    /// Spreads lists evenly and the same way in every run (FNV-1a), unlike `Hasher`.
    static func slot(of list: ListName, among count: Int) -> Int {
        let hash = list.description.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return Int(hash % UInt64(count))
    }
}
