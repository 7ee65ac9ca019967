package import ControlProtocol
import JSONValues

extension ControlServer {
    /// The answers for probes and browsers.
    package func http(_ path: String) -> HTTPResponse {
        switch path {
        case "/healthz":
            .text(200, "ok\n")
        case "/readyz":
            node.greeting.state == .running ? .text(200, "ready\n") : .text(503, "\(node.greeting.state.rawValue)\n")
        case "/info":
            .json(200, status.json)
        default:
            .notFound(path)
        }
    }
}
