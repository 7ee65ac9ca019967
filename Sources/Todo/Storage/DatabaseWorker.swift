/// One of the database's few workers: it does file operations one at a time on a thread of its own.
///
/// A disk may take its time; on the shared pool of tasks that would hold up everything else in the node.
actor DatabaseWorker {
    private let store: ListStore
    private let executor: QueueExecutor

    init(number: Int, store: ListStore) {
        self.store = store
        self.executor = QueueExecutor(name: "todo.database.\(number)")
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func load(_ list: ListName, unless known: ListStore.Snapshot?) throws(TodoError) -> ListStore.Snapshot? {
        try store.load(list, unless: known)
    }

    func append(
        _ entry: Entry,
        to list: ListName,
        knowing known: ListStore.Snapshot?
    ) throws(TodoError) -> ListStore.Change {
        try store.append(entry, to: list, knowing: known)
    }

    func purge(_ list: ListName, before day: Day) throws(TodoError) -> Int {
        try store.purge(list, before: day)
    }

    func lists() throws(TodoError) -> [ListName] {
        try store.folder.lists()
    }
}
