import HostSystem
import JSONValues
import ReleaseModel

/// The running manifest: a process that knows the definitions and their functions.
final class Manifest {
    private let conversation: Conversation

    /// Compiles `rel/Release.swift` if need be, and starts it.
    init(in workspace: Workspace) throws(CommandError) {
        let file = try ManifestFile(in: workspace)
        let reporter = workspace.reporter
        var environment = workspace.host.environment
        environment["LD_LIBRARY_PATH"] = nil
        conversation = try CommandError.wrapping { () throws(HostError) in
            try Conversation(
                starting: Subprocess(file.program, environment: environment, directory: workspace.root),
                on: workspace.host
            ) { reporter.say($0) }
        }
    }

    /// The names that are defined.
    func selection() throws(CommandError) -> ReleaseSelection {
        let list = try ask(["method": "releases"])
        let names = (list["releases"]?.asArray ?? []).compactMap { $0["name"]?.asString }
        return ReleaseSelection(names: names, defaultName: list["default"]?.asString)
    }

    /// The definition of the release called `name`, worked out now.
    func definition(of name: String) throws(CommandError) -> ReleaseDefinition {
        let json = try ask(["method": "release", "name": .string(name)])
        return try CommandError.checking { () throws(ReleaseModelError) in try ReleaseDefinition(json: json) }
    }

    /// Calls the function of a step with a release, and returns the release it gives back.
    func runStep(_ name: String, id: Int, with release: JSONValue) throws(CommandError) -> JSONValue {
        do throws(CommandError) {
            return try ask(["method": "step", "id": .int(id), "release": release])
        } catch {
            throw CommandError(.failed, "step '\(name)' failed: \(error.message)", note: error.note)
        }
    }

    private func ask(_ request: JSONValue) throws(CommandError) -> JSONValue {
        let line = try CommandError.wrapping { () throws(HostError) in try conversation.ask(request.utf8()) }
        guard let line else {
            let status = conversation.end()
            throw CommandError(.wrongConfiguration, "\(ManifestFile.relativePath) ended by itself (\(status))")
        }
        guard let answer = try? JSONValue(parsing: line), answer["result"] != nil || answer["error"] != nil else {
            throw CommandError(.internalFault, "\(ManifestFile.relativePath) answers something unknown")
        }
        if let message = answer["error"]?.asString {
            throw CommandError(.wrongConfiguration, "\(ManifestFile.relativePath): \(message)")
        }
        return answer["result"] ?? .null
    }
}
