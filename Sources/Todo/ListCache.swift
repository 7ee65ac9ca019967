/// Finds the server of a list, starting it when there is none.
actor ListCache {
    private let database: Database
    private let capacity: Int
    private var servers: [ListName: ListServer] = [:]

    /// Makes a cache that forgets all servers when there are more than `capacity`; what they knew is on the disk.
    init(database: Database, capacity: Int = 1024) {
        self.database = database
        self.capacity = capacity
    }

    func server(of list: ListName) -> ListServer {
        if let server = servers[list] { return server }
        if servers.count >= capacity { servers.removeAll() }
        let server = ListServer(name: list, database: database)
        servers[list] = server
        return server
    }
}
