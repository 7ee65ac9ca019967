import ControlProtocol
import ControlServer
import ControlSocket
import Posix
import Synchronization

/// The control socket of a node and, outside of a release, the directory made for it.
struct ControlEndpoint: Sendable {
    private static let patience = Duration.milliseconds(100)

    private let listener: ControlListener
    private let evaluations: EvaluationService
    private let temporaryDirectory: String?

    static func open(
        _ supervisor: NodeSupervisor,
        _ evaluations: EvaluationService,
        settings: NodeSettings,
        flags: NodeArguments
    ) throws(BootError) -> ControlEndpoint {
        let place = try ControlPlace.find(settings)
        let limits = try ControlLimits.read(settings, flags)
        let count = ConnectionCount()
        let server = ControlServer(supervisor, evaluations: evaluations) { count.value }
        do {
            let listener = try ControlListener(path: place.socket, limits: limits, handler: server)
            count.attach(listener)
            try listener.start()
            if place.temporaryDirectory != nil {
                Complaint.write("control socket: \(place.socket)")
            }
            return ControlEndpoint(
                listener: listener,
                evaluations: evaluations,
                temporaryDirectory: place.temporaryDirectory
            )
        } catch {
            throw .socket(path: place.socket, problem: "\(error)")
        }
    }

    /// Takes the socket away, so that nobody waits for a node that ends.
    func close() {
        // Whoever evaluated what stops the node is to hear what became of it.
        evaluations.finish(patience: Self.patience)
        listener.close()
        guard let temporaryDirectory else { return }
        do {
            try Files.removeTree(temporaryDirectory)
        } catch {
            // It lies in the temporary directory, which the system clears.
        }
    }
}
