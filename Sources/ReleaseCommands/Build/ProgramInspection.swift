import HostSystem
import JSONValues
import ReleaseAssembly
import ReleaseModel

/// Asks the built program about its applications.
struct ProgramInspection {
    let workspace: Workspace
    let program: BuiltProgram
    /// The directory with the Swift libraries that the program needs to run here.
    let libraryDirectory: String

    /// What the program says about itself; nil when it does not know the question.
    ///
    /// Of `providers` those of the program's own are made by the program, from their options.
    func describe(making providers: [ProviderSetting] = []) throws(CommandError) -> DescribedProgram? {
        guard program.linksBoot else { return nil }
        var environment = workspace.host.environment.filter { !$0.key.hasPrefix("RELEASE_") }
        environment["RELEASE_COMMAND"] = "describe"
        let own = providers.filter { !$0.isBuiltIn }
        if !own.isEmpty {
            let wanted = own.map { ["name": .string($0.name), "options": $0.options] as JSONValue }
            environment["RELEASE_PROVIDERS"] = JSONValue.array(wanted).text()
        }
        let searched = environment["LD_LIBRARY_PATH"].map { ":\($0)" } ?? ""
        environment["LD_LIBRARY_PATH"] = libraryDirectory + searched
        let result = try CommandError.wrapping { [environment] () throws(HostError) in
            try Subprocess(
                program.executable,
                environment: environment,
                directory: workspace.root,
                deadline: .seconds(60)
            ).run(on: workspace.host)
        }
        if !own.isEmpty, case .exited(ExitCode.wrongConfiguration.rawValue) = result.status {
            let message = result.errorText.trimmingLineEnd
            throw CommandError(
                .wrongConfiguration,
                message.hasPrefix("error: ") ? String(message.dropFirst(7)) : message,
                note: "'providers' of the release names it; it is made when the release is built"
            )
        }
        guard result.status.isSuccess, let json = try? JSONValue(parsing: result.output) else {
            throw CommandError(
                .failed,
                "program '\(program.name)' does not describe itself (\(result.status))",
                output: result.errorText + (result.status.isSuccess ? result.outputText : ""),
                note: "run it to see why: RELEASE_COMMAND=describe \(program.executable)"
            )
        }
        return try CommandError.checking { () throws(ReleaseModelError) in try DescribedProgram(json: json) }
    }
}
