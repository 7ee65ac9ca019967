import Posix

extension ProgramFlags {
    /// What commands need to know of a file of flags, which they must not fail over: the node is to be found and
    /// stopped with a broken one, too.
    static func glance(at path: String) -> ProgramFlags {
        guard !path.isEmpty, let text = try? Files.readText(path, limit: 1 << 20) else { return ProgramFlags() }
        return (try? ProgramFlags(text: text, path: path)) ?? ProgramFlags()
    }

    /// Reads the file of these settings; without a file there are no flags.
    init(of settings: NodeSettings) throws(NodeControlError) {
        self.init()
        guard !settings.argumentsFile.isEmpty else { return }
        let text: String
        do throws(PosixError) {
            text = try Files.readText(settings.argumentsFile, limit: 1 << 20)
        } catch  where error.code == .notFound {
            return
        } catch {
            throw .argumentsFile(path: settings.argumentsFile, line: 0, reason: "\(error.code)")
        }
        try self.init(text: text, path: settings.argumentsFile)
    }

    /// Puts the limits on this process, from which the program inherits them.
    func applyLimits() throws(NodeControlError) {
        do throws(PosixError) {
            if let openFiles {
                let limit = try ResourceLimit.openFiles()
                try ResourceLimit.setOpenFiles(Self.lowered(limit, to: openFiles))
            }
            if let coreSize {
                let limit = try ResourceLimit.coreSize()
                try ResourceLimit.setCoreSize(Self.lowered(limit, to: coreSize))
            }
        } catch {
            throw .system(error)
        }
    }

    // Only root may go above the hard limit; others get as much as they may have.
    private static func lowered(_ limit: ResourceLimit, to value: UInt64) -> ResourceLimit {
        if CurrentProcess.effectiveUser == 0 { return ResourceLimit(soft: value, hard: max(limit.hard, value)) }
        return ResourceLimit(soft: min(value, limit.hard), hard: limit.hard)
    }
}
