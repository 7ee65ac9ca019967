import Applications
import CBoot
import ControlProtocol
import ControlServer
import Expressions
import Glibc
import JSONValues
import NodeLogging
import Posix

/// `eval`: one evaluation in a fresh instance with its configuration loaded, nothing started and no socket.
struct EvalCommand {
    private let options: EvalOptions
    private let service: EvaluationService
    private let expression: String
    private let ending: EvalEnding

    static func run(
        _ applications: [any Application.Type],
        environment: [String: String],
        arguments: [String]
    ) -> Never {
        do {
            let command = try EvalCommand(applications, environment, EvalOptions(arguments))
            command.begin()
        } catch let error as EvalUsageError {
            EvalEnding.fail(ExitCode.usage.rawValue, "\(error)")
        } catch let error as BootError {
            EvalEnding.fail(error.exitCode, "\(error)")
        } catch {
            EvalEnding.fail(ExitCode.fault.rawValue, "\(error)")
        }
        // Evaluated code may ask for the main actor.
        cboot_serve_main_actor()
    }

    private init(
        _ applications: [any Application.Type],
        _ environment: [String: String],
        _ options: EvalOptions
    ) throws {
        self.options = options
        expression = try Self.text(of: options.source)
        let settings = try NodeSettings(environment, program: ProgramName.current)
        let flags = try NodeArguments.read(for: settings)
        flags.apply()
        let release = try settings.versionDirectory.map(ReleaseFile.read) ?? ReleaseFile()
        let catalog = try ApplicationCatalog.make(applications, types: release.types)
        var configuration = try ConfigurationLoader.load(settings)
        configuration.hideSecrets(of: catalog.keys)
        do {
            _ = try catalog.check(configuration)
        } catch {
            throw BootError.applications(error.description)
        }
        let controller = ApplicationController(
            catalog,
            configuration: configuration,
            log: Log("node"),
            stopLimit: settings.stopLimit,
            cancellationLimit: settings.cancellationLimit,
            onEnd: { _ in }
        )
        ending = EvalEnding(controller: controller, settings: settings, printsJSON: options.printsJSON)
        let cookie = NodeCookie.find(root: settings.root, environment: environment)
        Node.update { facts in
            (facts.name, facts.version, facts.root) = (settings.name, settings.version, settings.root)
            (facts.arguments, facts.cookie, facts.configuration) = (options.arguments, cookie, configuration)
        }
        service = try EvaluationService(
            Evaluator(catalog.exports + [NodeExports.make { controller }]),
            policy: .full,
            timer: DeadlineTimer(),
            withArguments: .forNode
        )
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
