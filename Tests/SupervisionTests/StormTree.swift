import OTP
import Processes
import Testing

/// The trees of a crash storm: for every strategy a supervisor of supervisors of servers.
enum StormTree {
    private static let strategies: [Strategy] = [.oneForOne, .restForOne, .oneForAll]
    private static let groups = 10
    private static let groupSize = 34
    private static let restarts = 60

    static var servers: Int { strategies.count * groups * groupSize }
    static var supervisors: Int { strategies.count * (1 + groups) }

    static func name(of server: Int) -> ServerName<Target> {
        ServerName(ProcessName("target \(server)"))
    }

    private static func name(_ strategy: Strategy, _ group: Int) -> ProcessName {
        ProcessName("\(strategy) \(group)")
    }

    /// The numbers of a group's servers.
    private static func servers(_ strategy: Int, _ group: Int) -> Range<Int> {
        let first = (strategy * groups + group) * groupSize
        return first..<(first + groupSize)
    }

    // MARK: - Growing

    static func root(_ storm: Storm) -> SupervisorSpecification {
        SupervisorSpecification(.oneForOne, maxRestarts: .max) {
            for (number, strategy) in strategies.enumerated() {
                Supervisor.child(
                    SupervisorSpecification(strategy, maxRestarts: .max) {
                        for group in 0..<groups { groupChild(storm, strategy, number, group) }
                    },
                    id: ChildID("\(strategy)"),
                    name: ProcessName("\(strategy)")
                )
            }
        }
    }

    /// A supervisor of servers, which gives up when too many of them crash in a second.
    private static func groupChild(_ storm: Storm, _ strategy: Strategy, _ number: Int, _ group: Int) -> ChildSpec {
        let specification = SupervisorSpecification(strategy, maxRestarts: restarts, within: .seconds(1)) {
            for server in servers(number, group) {
                let own = ServerOptions(process: ProcessOptions(executor: .dedicatedThread))
                Target.child(storm, name: name(of: server), options: server.isMultiple(of: 50) ? own : ServerOptions())
                    .with { $0.id = ChildID("\(server)") }
            }
        }
        return ChildSpec(id: ChildID("\(group)"), kind: .supervisor) {
            storm.figures.withLock { $0.supervisorStarts += 1 }
            return try await Supervisor.startLink(specification, name: name(strategy, group))
        }
    }

    // MARK: - Looking

    /// Expects every child of every supervisor to run, in its place, under its name.
    static func check(_ root: Supervisor) async throws {
        try await check(root, are: strategies.map { "\($0)" })
        for (number, strategy) in strategies.enumerated() {
            let top = try Supervisor(named: ProcessName("\(strategy)"))
            try await check(top, are: (0..<groups).map { "\($0)" })
            for group in 0..<groups { try await check(strategy, number, group) }
        }
    }

    private static func check(_ strategy: Strategy, _ number: Int, _ group: Int) async throws {
        let supervisor = try Supervisor(named: name(strategy, group))
        let processes = try await check(supervisor, are: servers(number, group).map { "\($0)" })
        var births: [Int] = []
        for (server, process) in zip(servers(number, group), processes) {
            let found = try name(of: server).find()
            #expect(found.id == process)
            births.append(try await found.call(Target.Ask(), timeout: nil))
        }
        // Whoever depends on another one was started after it.
        if strategy != .oneForOne { #expect(births == births.sorted()) }
    }

    @discardableResult
    private static func check(_ supervisor: Supervisor, are ids: [String]) async throws -> [ProcessID] {
        let children = try await Array(supervisor.children.reversed())
        #expect(children.map { $0.id?.text } == ids)
        let processes = children.compactMap(\.process)
        #expect(processes.count == ids.count && processes.allSatisfy(\.isAlive))
        return processes
    }
}
