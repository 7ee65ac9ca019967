public import Processes
import Supervision

/// The process that stands for a partition: with its end all entries there are gone, and those linked to it are hit.
struct RegistryPartition: GenServer {
    static func initialize(
        _ open: @escaping @Sendable (ProcessID) -> Void,
        _ context: Context<RegistryPartition>
    ) -> RegistryPartition? {
        open(context.id)
        return RegistryPartition()
    }

    /// A process with entries takes its link back as it ends; what comes nevertheless needs no answer.
    mutating func handleSignal(_ signal: Signal, _ context: Context<RegistryPartition>) {}

    static func child<Key, Value>(of table: RegistryTable<Key, Value>, _ index: Int) -> ChildSpec {
        let options = ServerOptions(process: ProcessOptions(executor: .supervision, trapsExits: true))
        return ChildSpec(id: ChildID("\(index)")) {
            try await startLink(
                { process in
                    let ending = Ending { table.close(index, process) }
                    guard process.belongings(at: ending, orNew: { ending }) != nil else { return }
                    table.open(index, process)
                },
                options: options
            )
        }
    }
}

/// What is to be done in the moment a process of the registry ends.
final class Ending: ProcessBelongings {
    private let act: @Sendable () -> Void

    init(_ act: @escaping @Sendable () -> Void) {
        self.act = act
    }

    var place: AnyObject { self }

    var isObsolete: Bool { false }

    func ownerEnded() {
        act()
    }
}

extension RegistryTable {
    /// The supervisor has begun to run.
    func begin(_ supervisor: ProcessID) {
        identity.withLock { $0 = supervisor }
        let ending = Ending { [self] in end() }
        _ = supervisor.belongings(at: ending, orNew: { ending })
    }

    /// The process of the supervisor.
    @usableFromInline var id: ProcessID? {
        identity.withLock { $0 }
    }
}
