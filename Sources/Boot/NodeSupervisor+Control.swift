import Applications
import CBoot
import ControlProtocol
import ControlServer
import JSONValues
import NodeConfiguration
import Posix

extension NodeSupervisor: ControlledNode {
    var greeting: NodeGreeting {
        NodeGreeting(
            name: settings.name,
            node: settings.node,
            version: settings.version,
            pid: CurrentProcess.id,
            state: NodeState(phase)
        )
    }

    var uptimeMilliseconds: Int {
        Int((Clocks.monotonicNanoseconds() - startedAt) / 1_000_000)
    }

    var applications: [NodeStatus.Application] {
        (controller?.status ?? []).map { application in
            NodeStatus.Application(
                name: application.name,
                version: application.version.isEmpty ? settings.version : application.version,
                state: application.state.rawValue
            )
        }
    }

    func stop(isForced: Bool, by requester: String) {
        if isForced, phase == .ended {
            // The supervisor is busy ending the process, and seems to be stuck there.
            cboot_signals_end_by(Signal.terminate.rawValue)
        }
        post(.stopRequested(isForced: isForced, by: requester))
    }

    func restart(by requester: String) throws(ControlError) {
        if let launcher = settings.launcher {
            do {
                try Signal.hangUp.send(to: launcher)
            } catch {
                throw .fault("the launcher cannot be asked to restart: \(error)")
            }
        } else if canRestart {
            post(.restartRequested(by: requester))
        } else {
            throw .refused("only a node that runs from a release can restart itself", exit: ExitCode.usage.rawValue)
        }
    }

    func reload(by requester: String, tell: @escaping @Sendable (Result<JSONValue, ControlError>) -> Void) {
        guard let desk, let controller else {
            return tell(.failure(.notNow("the configuration was not read yet")))
        }
        desk.reload(by: requester, for: controller, tell: tell)
    }

    var configuration: JSONValue {
        let configuration = Node.configuration
        var answer = configuration.listing.asObject ?? [:]
        answer["text"] = .string(configuration.description)
        return .object(answer)
    }

    func backtrace() -> String {
        ThreadBacktrace.text()
    }
}

extension NodeState {
    init(_ phase: NodeLifecycle.Phase) {
        switch phase {
        case .booting: self = .booting
        case .running: self = .running
        case .stopping, .ended: self = .stopping
        }
    }
}
