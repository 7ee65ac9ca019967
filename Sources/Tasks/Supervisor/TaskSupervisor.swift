public import Processes
public import Supervision

/// Starts tasks on demand, and ends them with itself.
///
///     let tasks = try await TaskSupervisor.startLink(name: "mail")
///     let sent = try await tasks.asyncNolink { try await send(mail) }
///     if case .failure(let reason)? = try await sent.poll() { print("not sent: \(reason)") }
///
/// A task of `async` is linked to the code that asked for it, one of `asyncNolink` is not: its failure is a value.
public struct TaskSupervisor: ChildHandle, Hashable {
    let supervisor: DynamicSupervisor

    /// Its process.
    public var id: ProcessID {
        supervisor.id
    }

    /// The task supervisor that has this name.
    public init(named name: ProcessName) throws(CallError) {
        supervisor = try DynamicSupervisor(named: name)
    }

    private init(supervisor: DynamicSupervisor) {
        self.supervisor = supervisor
    }

    /// Starts a task supervisor without tasks, linked to the calling process.
    ///
    /// Only tasks of `start` are ever started again; more than `maxRestarts` of that within `period` end the
    /// supervisor.
    public static func startLink(
        maxChildren: Int? = nil,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        name: ProcessName? = nil,
        options: ProcessOptions = ProcessOptions()
    ) async throws(StartError) -> TaskSupervisor {
        TaskSupervisor(
            supervisor: try await DynamicSupervisor.startLink(
                maxChildren: maxChildren,
                maxRestarts: maxRestarts,
                within: period,
                name: name,
                options: options
            )
        )
    }

    /// A child that is a task supervisor; its name is its id unless told otherwise.
    public static func child(
        maxChildren: Int? = nil,
        maxRestarts: Int = 3,
        within period: Duration = .seconds(5),
        name: ProcessName? = nil,
        id: ChildID? = nil,
        options: ProcessOptions = ProcessOptions()
    ) -> ChildSpec {
        ChildSpec(id: id ?? name.map { ChildID($0.text) } ?? ChildID(TaskSupervisor.self), kind: .supervisor) {
            try await startLink(
                maxChildren: maxChildren,
                maxRestarts: maxRestarts,
                within: period,
                name: name,
                options: options
            )
        }
    }

    /// The processes of the tasks that run, in no order; not those that are being started again.
    ///
    /// All are alike, so there is no more to say of them than that, unlike the children of other supervisors.
    public var children: [ProcessID] {
        get async throws(TaskError) {
            do {
                return try await supervisor.children.compactMap(\.process)
            } catch {
                throw .supervisor(.call(error))
            }
        }
    }

    /// How many tasks there are.
    public var counts: ChildCounts {
        get async throws(TaskError) {
            do {
                return try await supervisor.counts
            } catch {
                throw .supervisor(.call(error))
            }
        }
    }

    /// Ends a task as its shutdown says.
    public func terminate(_ task: ProcessID) async throws(TaskError) {
        do {
            try await supervisor.terminate(task)
        } catch {
            throw .supervisor(error)
        }
    }

    /// Ends all tasks, all at once, and the supervisor, and waits until they are gone.
    public func stop(_ reason: ExitReason = .normal, timeout: Duration? = nil) async throws(CallError) {
        try await supervisor.stop(reason, timeout: timeout)
    }
}
