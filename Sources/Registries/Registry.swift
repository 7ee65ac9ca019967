public import Processes
public import Supervision

/// Finds processes by keys: one per key, or any number.
///
///     let rooms = try await Registry<String, Topic>.startLink(keys: .unique, partitions: 4)
///
///     // in a process
///     try rooms.register("lobby", topic)
///     // anywhere
///     rooms.lookup("lobby").first?.process.send("hello")
///
/// A process registers itself, under as many keys as it likes, and each entry carries a value. Its entries go in the
/// moment it ends. Whatever takes a name takes a key of a registry of unique keys, too:
///
///     try await Chat.startLink(room, name: .via(rooms, "lobby"))
///     try await ServerName<Chat>.via(rooms, "lobby").call(Chat.Join(user))
///
/// With duplicate keys a registry is a means of publishing: subscribers register under a topic, and `dispatch` reaches
/// all of them.
///
/// To look something up asks no process: any code reads the tables of the registry itself, and readers on different
/// threads are not in each other's way. An entry whose process is dead counts as absent. Several partitions make
/// writing faster, when many processes come and go at once.
///
/// The registry is a supervisor with a process for each partition. A process with entries is linked to one of these, so
/// that nobody lives on in the belief of being registered when the registry has failed. Keys are compared with their
/// `==`; neither that nor their hashing may use the registry.
public struct Registry<Key: Hashable & Sendable, Value: Sendable>: ChildHandle {
    let supervisor: Supervisor
    @usableFromInline let table: RegistryTable<Key, Value>

    /// The process of its supervisor.
    public var id: ProcessID {
        supervisor.id
    }

    private static var tableKey: ProcessKey<any RegistryTableType> {
        ProcessKey("$registry")
    }

    /// The registry that has this name, with the types of keys and values that it was started with.
    public init(named name: ProcessName) throws(RegistryError) {
        guard let supervisor = try? Supervisor(named: name) else { throw .unknown(name) }
        let found = supervisor.id.keptValue(Self.tableKey)
        guard let table = found as? RegistryTable<Key, Value> else {
            throw .wrongType(name, expected: "\(Self.self)", found: found?.typeName ?? supervisor.id.codeName)
        }
        self.supervisor = supervisor
        self.table = table
    }

    private init(supervisor: Supervisor, table: RegistryTable<Key, Value>) {
        self.supervisor = supervisor
        self.table = table
    }

    /// Starts a registry, linked to the calling process.
    ///
    /// The entries are spread over `partitions`, at least one. A name is not needed by those who are given the registry
    /// itself. `listeners` are told of registering and unregistering, and `metadata` is kept beside the entries.
    public static func startLink(
        keys: RegistryKeys,
        partitions: Int = 1,
        name: ProcessName? = nil,
        listeners: [RegistryListener] = [],
        metadata: RegistryMetadata = RegistryMetadata()
    ) async throws(StartError) -> Registry {
        guard partitions >= 1 else { throw .failed(.failed(RegistryError.partitionsNotPositive(partitions))) }
        let table = RegistryTable<Key, Value>(keys, partitions: partitions, listeners, metadata)
        let supervisor = try await Supervisor.startLink(name) {
            if let context = ProcessContext.current {
                context[Self.tableKey] = table
                table.begin(context.id)
            }
            // Entries of one process are in all partitions of a registry of unique keys, and in one of the others.
            return SupervisorSpecification(keys == .unique ? .oneForAll : .oneForOne) {
                for index in 0..<partitions { RegistryPartition.child(of: table, index) }
            }
        }
        return Registry(supervisor: supervisor, table: table)
    }

    /// A child that is a registry; its name is its id.
    public static func child(
        keys: RegistryKeys,
        partitions: Int = 1,
        name: ProcessName? = nil,
        listeners: [RegistryListener] = [],
        metadata: RegistryMetadata = RegistryMetadata()
    ) -> ChildSpec {
        ChildSpec(id: ChildID(name?.text ?? "Registry"), kind: .supervisor) {
            try await startLink(
                keys: keys,
                partitions: partitions,
                name: name,
                listeners: listeners,
                metadata: metadata
            )
        }
    }

    /// Whether a key leads to one process or to many.
    public var keys: RegistryKeys {
        table.keys
    }

    /// Over how many parts the entries are spread.
    public var partitions: Int {
        table.partitionCount
    }

    /// The processes that stand for the partitions, as children of the registry.
    public var children: [ChildInfo] {
        get async throws(CallError) {
            try await supervisor.children
        }
    }

    /// Ends the registry; processes with entries, linked as they are, see an exit with this reason.
    public func stop(_ reason: ExitReason = .normal, timeout: Duration? = nil) async throws(CallError) {
        try await supervisor.stop(reason, timeout: timeout)
    }
}

/// A table with its types erased.
protocol RegistryTableType: AnyObject, Sendable {
    var typeName: String { get }
}

extension RegistryTable: RegistryTableType {
    var typeName: String { "\(Registry<Key, Value>.self)" }
}
