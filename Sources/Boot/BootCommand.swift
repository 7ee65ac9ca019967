import Applications
import CBoot
import ConfigurationProviders
import ControlProtocol
import ControlServer
import Expressions
import Glibc
import NodeConfiguration
import NodeLogging
import OutputCapture
import Posix
import Processes

/// Starts the applications and runs until the node is stopped: `start`, `daemon`, and `swift run` without a release.
struct BootCommand {
    private let program: ProgramParts
    private let settings: NodeSettings
    private let supervisor: NodeSupervisor
    private let log: Log
    private let nodeLog: NodeLog

    static func run(_ program: ProgramParts, environment: [String: String]) -> Never {
        let startedAt = Clocks.monotonicNanoseconds()
        let arguments = ProgramArguments.current
        do {
            try installSignals()
            DescriptorInheritance.end(environment)
            // While there is one thread: the hook behind this is a plain variable.
            OutputCapture.install()
            cboot_print_line_by_line()
            var settings = try NodeSettings(environment, program: ProgramName.current)
            // Before anything is logged: the flags say from which level on.
            let flags = Result { () throws(BootError) in try NodeArguments.read(for: settings) }
            if case .success(let flags) = flags {
                settings.takeName(from: flags)
                flags.apply()
            }
            let command = try BootCommand(program, settings, startedAt: startedAt, arguments: arguments)
            command.boot(arguments, flags)
        } catch {
            let descriptor = environment["RELEASE_READY_FD"].flatMap { Int32($0) }.flatMap { $0 > 2 ? $0 : nil }
            ReadinessReport.failed(error.exitCode, error.description, on: descriptor)
            Complaint.write("error: \(error)")
            CurrentProcess.exitImmediately(error.exitCode)
        }
        // The main thread's part from here on is to serve the main actor.
        cboot_serve_main_actor()
    }

    private init(
        _ program: ProgramParts,
        _ settings: NodeSettings,
        startedAt: UInt64,
        arguments: [String]
    ) throws(BootError) {
        self.program = program
        self.settings = settings
        log = Log("node")
        nodeLog = NodeLog(log)
        supervisor = NodeSupervisor(settings, log: nodeLog, startedAt: startedAt, arguments: arguments)
        do {
            try supervisor.start()
        } catch {
            throw .system(error)
        }
    }

    /// Prepares on this thread, so that errors of the configuration show before anything runs, then starts.
    private func boot(_ arguments: [String], _ flags: Result<NodeArguments, BootError>) {
        nodeLog.tell(.notice, "starting \(settings.title) (pid \(CurrentProcess.id))")
        do throws(BootError) {
            let flags = try flags.get()
            announceFacts(arguments, flags)
            try watch(flags)
            let release = try settings.versionDirectory.map(ReleaseFile.read) ?? ReleaseFile()
            let catalog = try settings.bootScript.catalog(of: program.applications, in: release)
            try openControl(catalog, flags)
            ThreadBacktrace.prepare()
            try configure(catalog, flags)
        } catch {
            supervisor.post(.bootFailed(code: error.exitCode, message: error.description))
        }
    }

    /// Begins what is on only when somebody wants it.
    private func watch(_ flags: NodeArguments) throws(BootError) {
        if let limit = flags.mailboxWarning { MailboxWatch(.shared, limit: limit).start() }
        guard let heart = settings.heart else { return }
        do {
            try HeartBeat.start(heart)
        } catch {
            throw .system(error)
        }
    }

    private func announceFacts(_ arguments: [String], _ flags: NodeArguments) {
        let cookie = NodeCookie.find(root: settings.root, environment: settings.environment, flags: flags)
        Node.update { facts in
            facts.name = settings.name
            facts.version = settings.version
            facts.root = settings.root
            facts.state = .booting
            facts.arguments = arguments + flags.arguments
            facts.cookie = cookie
            facts.stop = { [supervisor] status in supervisor.post(.exitRequested(status: status)) }
        }
    }

    private func openControl(_ catalog: ApplicationCatalog, _ flags: NodeArguments) throws(BootError) {
        let exports = catalog.exports + [NodeExports.make(supervisor)]
        let evaluations: EvaluationService
        do {
            evaluations = try EvaluationService(
                Evaluator(exports),
                policy: settings.evaluation ?? flags.evaluation ?? .full,
                timer: DeadlineTimer(),
                scope: .forNode
            )
        } catch {
            throw .system(error)
        }
        let endpoint = try ControlEndpoint.open(supervisor, evaluations, settings: settings, flags: flags)
        supervisor.onEnd { endpoint.close() }
    }

    /// Works the configuration out, and starts with it.
    private func configure(_ catalog: ApplicationCatalog, _ flags: NodeArguments) throws(BootError) {
        let loader = ConfigurationLoader(
            settings: settings,
            variables: Environment.snapshot(),
            types: program.providers,
            keys: catalog.keys
        )
        let desk = try ConfigurationDesk.make(loader, log: nodeLog)
        let sources = try loader.sources()
        supervisor.adopt(desk)
        Task { [self] in
            do throws(BootError) {
                let configuration = try await desk.load(sources) { fail($0) }
                try desk.keep(configuration, as: sources)
                start(catalog, configuration, flags.startMode ?? .serial) { desk.prune(sources) }
            } catch {
                fail(error)
            }
        }
    }

    private func fail(_ error: BootError) {
        supervisor.post(.bootFailed(code: error.exitCode, message: error.description))
    }

    private func start(
        _ catalog: ApplicationCatalog,
        _ configuration: Configuration,
        _ mode: StartMode,
        onSettled: @escaping @Sendable () -> Void
    ) {
        var configuration = configuration
        configuration.hideSecrets(of: catalog.keys)
        Node.update { $0.configuration = configuration }
        let controller = ApplicationController(
            catalog,
            configuration: configuration,
            log: log,
            releaseVersion: settings.version,
            stopLimit: settings.stopLimit,
            cancellationLimit: settings.cancellationLimit,
            onEnd: { [supervisor] end in supervisor.post(.applicationEnded(message: end.description)) }
        )
        Node.update { $0.applications = controller }
        guard supervisor.adopt(controller) else { return }
        Task { [supervisor, nodeLog] in
            do throws(ApplicationError) {
                try await controller.start(mode)
                let started = controller.started.map(\.name)
                nodeLog.tell(.notice, "started \(started.isEmpty ? "nothing" : started.joined(separator: ", "))")
                onSettled()
                supervisor.post(.booted)
            } catch {
                onSettled()
                supervisor.post(.bootFailed(code: error.exitCode, message: error.description))
            }
        }
    }

    private static func installSignals() throws(BootError) {
        let failure = cboot_signals_install()
        guard failure == 0 else { throw .system(PosixError(call: "sigaction", code: Errno(rawValue: failure))) }
    }
}

/// The words after the program's name.
enum ProgramArguments {
    static var current: [String] {
        let words = CommandLine.arguments.dropFirst()
        return Array(words.first == "--" ? words.dropFirst() : words)
    }
}
