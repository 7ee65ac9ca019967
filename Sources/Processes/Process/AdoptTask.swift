/// Makes the present task a process while `body` runs.
package nonisolated(nonsending) func adoptTask<Message: Sendable, Result>(
    _ type: Message.Type,
    options: ProcessOptions,
    _ body: nonisolated(nonsending) (inout Inbox<Message>) async throws -> Result
) async throws -> Result {
    let parent = Ambient.process
    let process = BareProcess<Message>(system: parent?.system ?? .current, options: options, parent: parent)
    process.begin()
    process.system.processes.insert(process)
    var inbox = Inbox(core: process)
    do {
        let result = try await Ambient.with(process) { try await body(&inbox) }
        process.end(.normal)
        return result
    } catch {
        process.end(ExitReason(error))
        throw error
    }
}
