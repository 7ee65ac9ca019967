import OTP

/// Serves HTTP for as long as it runs; when it is to end it first answers what it has accepted.
struct HTTPListener: GenServer {
    /// Where to listen, and who answers.
    struct Settings: Sendable {
        let address: String
        let port: Int
        let interface: TodoInterface
        let log: Log
    }

    static let name: ServerName<HTTPListener> = "todo.http"
    /// It traps exits, so that `terminate` runs when its supervisor ends it.
    static let options = ServerOptions(process: ProcessOptions(trapsExits: true))

    let settings: Settings
    private let server: HTTPServer

    static func initialize(_ settings: Settings, _ context: Context<HTTPListener>) throws -> HTTPListener? {
        let listener = context.server
        let server = try HTTPServer(
            address: settings.address,
            port: settings.port,
            handler: settings.interface.answer,
            onEnd: { listener.cast(Ended(error: $0)) }
        )
        settings.log.info("listening on \(settings.address):\(server.port)")
        return HTTPListener(settings: settings, server: server)
    }

    /// Changes the token from the next request on, and for those who are restarted, too.
    struct ChangeToken: ServerCall {
        let token: APIToken?

        func handle(_ listener: inout HTTPListener, _ context: Context<HTTPListener>) {
            listener.settings.interface.gate.change(to: token)
        }
    }

    struct Ended: ServerCast {
        let error: TodoError?

        func handle(_ listener: inout HTTPListener, _ context: Context<HTTPListener>) throws {
            if let error { throw error }
        }
    }

    mutating func terminate(_ reason: ExitReason, _ context: Context<HTTPListener>) async {
        server.stop()
        await server.waitUntilStopped()
    }

    var statusDescription: String { "listening on \(settings.address):\(server.port)" }
}
