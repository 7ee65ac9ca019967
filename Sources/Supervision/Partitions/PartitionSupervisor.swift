public import Processes

/// Runs several children of one kind, and spreads keys over them, so that no single process is in everybody's way.
///
///     let counters = try await PartitionSupervisor.startLink(partitions: 8) { index in
///         try await Counter.startLink(index)
///     }
///     try await counters[userID].call(Counter.Increment())
///
/// An integer of any type goes to the partition of its absolute value modulo the number of partitions, any other key to
/// that of its hash. Swift seeds hashes anew in each run of a program: do not store where a key went.
public struct PartitionSupervisor<Child: ChildHandle>: ChildHandle {
    let supervisor: Supervisor
    let table: PartitionTable<Child>

    /// Its process.
    public var id: ProcessID {
        supervisor.id
    }

    private static var tableKey: ProcessKey<PartitionTable<Child>> {
        ProcessKey("$partitions")
    }

    /// The partition supervisor that has this name.
    public init(named name: ProcessName) throws(CallError) {
        supervisor = try Supervisor(named: name)
        guard let table = supervisor.id.keptValue(Self.tableKey) else {
            throw .wrongServer(expected: "\(Self.self)", found: supervisor.id.codeName)
        }
        self.table = table
    }

    private init(supervisor: Supervisor, table: PartitionTable<Child>) {
        self.supervisor = supervisor
        self.table = table
    }

    /// Starts a supervisor with as many partitions as there are processors, unless told otherwise.
    ///
    /// `start` is called with the number of the partition, from zero.
    public static func startLink(
        partitions: Int? = nil,
        strategy: Strategy = .oneForOne,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        name: ProcessName? = nil,
        kind: ChildSpec.Kind = .worker,
        restart: ChildSpec.Restart = .permanent,
        start: @escaping @Sendable (Int) async throws -> Child
    ) async throws(StartError) -> PartitionSupervisor {
        let count = partitions ?? OSThread.processorCount
        let table = PartitionTable<Child>(partitions: count)
        let supervisor = try await Supervisor.startLink(name) {
            try table.check(count)
            ProcessContext.current?[Self.tableKey] = table
            return SupervisorSpecification(strategy, maxRestarts: maxRestarts, within: period) {
                for partition in 0..<count {
                    ChildSpec(id: ChildID("\(partition)"), restart: restart, kind: kind) {
                        let child = try await start(partition)
                        table.put(child, at: partition)
                        return child
                    }
                }
            }
        }
        return PartitionSupervisor(supervisor: supervisor, table: table)
    }

    /// The child that serves an integer now.
    public subscript(key: Int) -> Child {
        get throws(PartitionError) {
            try child { count in Int(key.magnitude % UInt(count)) }
        }
    }

    /// The child that serves an integer of any type now.
    public subscript<Key: BinaryInteger>(key: Key) -> Child {
        get throws(PartitionError) {
            try child { count in key.partition(of: count) }
        }
    }

    /// The child that serves a key now.
    ///
    /// A key that is an integer goes where it goes by itself, also when only generic code or `AnyHashable` holds it.
    public subscript<Key: Hashable>(key: Key) -> Child {
        get throws(PartitionError) {
            // Asking the type first is four times as fast as the cast, which most keys are spared.
            let mayBeInteger = Key.self is any BinaryInteger.Type || Key.self == AnyHashable.self
            if mayBeInteger, let integer = key as? any BinaryInteger {
                return try child { count in integer.partition(of: count) }
            }
            return try child { count in Int(key.hashValue.magnitude % UInt(count)) }
        }
    }

    private func child(_ partition: (Int) -> Int) throws(PartitionError) -> Child {
        guard id.isAlive else { throw .noProcess }
        guard table.count > 0 else { throw .noPartitions }
        guard let child = table.child(at: partition), child.id.isAlive else { throw .notRunning }
        return child
    }

    /// How many partitions keys are spread over.
    public var partitions: Int {
        get throws(PartitionError) {
            guard id.isAlive else { throw .noProcess }
            return table.count
        }
    }

    /// Ends or restarts the highest partitions so that `count` remain, and gives the former number.
    @discardableResult
    public func resize(to count: Int) async throws -> Int {
        guard (0...table.total).contains(count) else { throw PartitionError.outOfRange(count, limit: table.total) }
        let request = SupervisorServer.Resize(count: count, total: table.total) { [table] in
            defer { table.count = count }
            return table.count
        }
        return try await supervisor.server.call(request, timeout: nil)
    }

    /// The partitions, the highest first.
    public var children: [ChildInfo] {
        get async throws(CallError) {
            try await supervisor.children
        }
    }

    /// How many children there are.
    public var counts: ChildCounts {
        get async throws(CallError) {
            try await supervisor.counts
        }
    }

    /// Ends all partitions and the supervisor, and waits until they are gone.
    public func stop(_ reason: ExitReason = .normal, timeout: Duration? = nil) async throws(CallError) {
        try await supervisor.stop(reason, timeout: timeout)
    }

    /// A child that is a partition supervisor; its name is its id.
    ///
    /// `kind` and `restart` are those of its partitions.
    public static func child(
        name: ProcessName,
        partitions: Int? = nil,
        strategy: Strategy = .oneForOne,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        kind: ChildSpec.Kind = .worker,
        restart: ChildSpec.Restart = .permanent,
        start: @escaping @Sendable (Int) async throws -> Child
    ) -> ChildSpec {
        ChildSpec(id: ChildID(name.text), kind: .supervisor) {
            try await startLink(
                partitions: partitions,
                strategy: strategy,
                maxRestarts: maxRestarts,
                within: period,
                name: name,
                kind: kind,
                restart: restart,
                start: start
            )
        }
    }
}

extension BinaryInteger {
    /// The absolute value modulo `count`, which may be more than this type holds.
    fileprivate func partition(of count: Int) -> Int {
        if let small = UInt(exactly: magnitude) { return Int(small % UInt(count)) }
        return Int(magnitude % Magnitude(count))
    }
}

extension PartitionSupervisor: Hashable {
    /// Whether both are the same.
    public static func == (left: PartitionSupervisor, right: PartitionSupervisor) -> Bool {
        left.supervisor == right.supervisor
    }

    /// Hashes what makes it the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(supervisor)
    }
}

extension SupervisorServer {
    /// Changes how many of the first children run; one such request is handled at a time.
    struct Resize: AsyncServerCall {
        let count: Int
        let total: Int
        /// Sets the new number for routing, and gives the old one.
        let exchange: @Sendable () -> Int

        func handle(_ supervisor: inout SupervisorServer, _ context: Context<SupervisorServer>) async -> Int {
            for partition in 0..<total {
                guard let index = supervisor.index(of: ChildID("\(partition)")) else { continue }
                if partition >= count {
                    await supervisor.end(at: index, context)
                } else if case .stopped = supervisor.children[index].state {
                    do {
                        _ = try await supervisor.start(at: index, context)
                    } catch {
                        supervisor.children[index].state = .restarting
                        context.server.cast(Retry(id: supervisor.children[index].spec.id))
                    }
                }
            }
            return exchange()
        }
    }
}
