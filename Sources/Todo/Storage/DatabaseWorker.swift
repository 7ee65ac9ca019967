import OTP

/// One of the database's few workers: it does file operations one at a time.
///
/// A disk may take its time, hence the thread of its own: on the shared ones that would hold up everybody else. And it
/// may take too long, hence the limit: whoever comes when so many wait is told at once.
struct DatabaseWorker: GenServer {
    static let options = ServerOptions(
        process: ProcessOptions(executor: .dedicatedThread, mailboxLimit: MailboxLimit(1000))
    )

    let store: ListStore

    struct Load: ServerCall {
        let list: ListName
        let known: ListStore.Snapshot?

        func handle(
            _ worker: inout DatabaseWorker,
            _ context: Context<DatabaseWorker>
        ) -> Result<ListStore.Snapshot?, TodoError> {
            Result { () throws(TodoError) in try worker.store.load(list, unless: known) }
        }
    }

    struct Append: ServerCall {
        let entry: Entry
        let list: ListName
        let known: ListStore.Snapshot?

        func handle(
            _ worker: inout DatabaseWorker,
            _ context: Context<DatabaseWorker>
        ) -> Result<ListStore.Change, TodoError> {
            Result { () throws(TodoError) in try worker.store.append(entry, to: list, knowing: known) }
        }
    }

    struct Purge: ServerCall {
        let list: ListName
        let day: Day

        func handle(
            _ worker: inout DatabaseWorker,
            _ context: Context<DatabaseWorker>
        ) -> Result<Int, TodoError> {
            Result { () throws(TodoError) in try worker.store.purge(list, before: day) }
        }
    }

    struct Lists: ServerCall {
        func handle(
            _ worker: inout DatabaseWorker,
            _ context: Context<DatabaseWorker>
        ) -> Result<[ListName], TodoError> {
            Result { () throws(TodoError) in try worker.store.folder.lists() }
        }
    }
}
