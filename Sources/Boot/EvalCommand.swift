import Applications
import CBoot
import ControlProtocol
import ControlServer
import Expressions
import Glibc
import JSONValues
import NodeConfiguration
import NodeLogging
import Posix

/// `eval`: one evaluation in a fresh instance with its configuration loaded, nothing started and no socket.
struct EvalCommand {
    private let options: EvalOptions
    private let service: EvaluationService
    private let expression: String
    private let ending: EvalEnding

    static func run(
        _ program: ProgramParts,
        environment: [String: String],
        arguments: [String]
    ) -> Never {
        do {
            // Swift's runtime would write a crash report and let it go on; the default is to end.
            try Signals.restoreDefault(.quit)
            let preparation = try Preparation(program, environment, EvalOptions(arguments))
            Task {
                do {
                    let configuration = try await preparation.configuration()
                    let command = try EvalCommand(preparation, configuration)
                    try await command.startWhatIsAsked(preparation)
                    command.begin()
                } catch {
                    fail(error)
                }
            }
        } catch {
            fail(error)
        }
        // Evaluated code may ask for the main actor.
        cboot_serve_main_actor()
    }

    private static func fail(_ error: any Error) -> Never {
        switch error {
        case let error as EvalUsageError: EvalEnding.fail(ExitCode.usage.rawValue, "\(error)")
        case let error as BootError: EvalEnding.fail(error.exitCode, "\(error)")
        default: EvalEnding.fail(ExitCode.fault.rawValue, "\(error)")
        }
    }

    /// What is found out before the configuration is worked out.
    private struct Preparation: Sendable {
        let options: EvalOptions
        let expression: String
        let settings: NodeSettings
        let catalog: ApplicationCatalog
        let loader: ConfigurationLoader
        let cookie: String?

        init(_ program: ProgramParts, _ environment: [String: String], _ options: EvalOptions) throws {
            self.options = options
            expression = try EvalCommand.text(of: options.source)
            var settings = try NodeSettings(environment, program: ProgramName.current)
            let flags = try NodeArguments.read(for: settings)
            settings.takeName(from: flags)
            flags.apply()
            self.settings = settings
            let release = try settings.versionDirectory.map(ReleaseFile.read) ?? ReleaseFile()
            catalog = try settings.cleanBootScript.catalog(of: program.applications, in: release)
            loader = ConfigurationLoader(
                settings: settings,
                variables: Environment.snapshot(),
                types: program.providers,
                keys: catalog.keys
            )
            cookie = NodeCookie.find(root: settings.root, environment: environment, flags: flags)
        }

        /// What the providers make of the release's configuration; a provider that takes too long ends the process.
        func configuration() async throws -> Configuration {
            let desk = try ConfigurationDesk.make(loader, log: NodeLog(Log("node")))
            var configuration = try await desk.load(try loader.sources()) { EvalCommand.fail($0) }
            configuration.hideSecrets(of: catalog.keys)
            do {
                _ = try catalog.check(configuration)
            } catch {
                throw BootError.applications(error.description)
            }
            return configuration
        }
    }

    private init(_ preparation: Preparation, _ configuration: Configuration) throws {
        options = preparation.options
        expression = preparation.expression
        let (settings, cookie, arguments) = (preparation.settings, preparation.cookie, options.arguments)
        let controller = ApplicationController(
            preparation.catalog,
            configuration: configuration,
            log: Log("node"),
            releaseVersion: settings.version,
            stopLimit: settings.stopLimit,
            cancellationLimit: settings.cancellationLimit,
            onEnd: { _ in }
        )
        ending = EvalEnding(controller: controller, settings: settings, printsJSON: options.printsJSON)
        Node.update { facts in
            (facts.name, facts.version, facts.root) = (settings.name, settings.version, settings.root)
            (facts.arguments, facts.cookie, facts.configuration) = (arguments, cookie, configuration)
            facts.applications = controller
        }
        service = try EvaluationService(
            Evaluator(preparation.catalog.exports + [NodeExports.make { controller }]),
            policy: .full,
            timer: DeadlineTimer(),
            scope: .forNode
        )
    }

    /// Starts what `RELEASE_BOOT_SCRIPT_CLEAN` names, which is nothing as a rule.
    private func startWhatIsAsked(_ preparation: Preparation) async throws {
        guard preparation.settings.cleanBootScript == .start else { return }
        do {
            try await ending.controller.start()
        } catch {
            throw BootError.applications(error.description)
        }
    }

    private func begin() {
        let request = EvaluationRequest(
            expression,
            mode: options.mode,
            arguments: options.arguments,
            limit: options.limit
        )
        // Output goes straight to standard output: nothing captures it here.
        service.begin(request, for: .init(output: { _ in true }) { [ending] in ending.finish($0) })
    }

    private static func text(of source: EvalOptions.Source) throws -> String {
        switch source {
        case .expression(let text):
            return text
        case .file(let path):
            do {
                return try Files.readText(path)
            } catch {
                throw EvalUsageError.unreadable("\(error)")
            }
        case .standardInput:
            return String(decoding: try FileDescriptor.standardInput.readToEnd(), as: UTF8.self)
        }
    }
}
