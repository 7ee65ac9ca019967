import Posix
import Processes

extension NodeArguments {
    /// What the `vm.args` of this node says; nothing where there is none by default.
    static func read(for settings: NodeSettings) throws(BootError) -> NodeArguments {
        let given = settings.environment["RELEASE_VM_ARGS"].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = given ?? settings.versionDirectory.map({ "\($0)/vm.args" }) else { return NodeArguments() }
        guard given != nil || Files.exists(path) else { return NodeArguments() }
        let text: String
        do {
            text = try Files.readText(path)
        } catch {
            throw .unreadable(what: "the file of flags", error)
        }
        do {
            return try NodeArgumentsParser.parse(text, file: path)
        } catch {
            throw .arguments(error)
        }
    }

    /// Sets variables and limits of this process, and of the processes in it; what the environment sets already stays.
    func apply() {
        for entry in environment where Environment.value(of: entry.name) == nil {
            Environment.set(entry.name, to: entry.value)
        }
        if let schedulers { Scheduler.prefer(threads: schedulers) }
        if let processLimit { ProcessSystem.shared.limitProcesses(to: processLimit) }
        do {
            let files = try ResourceLimit.openFiles()
            try ResourceLimit.setOpenFiles(
                ResourceLimit(soft: min(openFiles ?? files.hard, files.hard), hard: files.hard)
            )
            if let coreSize {
                let core = try ResourceLimit.coreSize()
                try ResourceLimit.setCoreSize(ResourceLimit(soft: min(coreSize, core.hard), hard: core.hard))
            }
        } catch {
            Complaint.write("warning: a limit of this process cannot be set: \(error)")
        }
    }
}
