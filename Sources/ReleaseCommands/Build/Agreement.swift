import HostSystem
import ReleaseAssembly
import Synchronization

/// What the user has agreed to; each question is asked once, and only on a terminal.
final class Agreement: Sendable {
    private let workspace: Workspace
    private let isGiven: Bool
    private let agreed = Mutex<Set<AssemblyQuestion>>([])

    /// `isGiven` says that `--overwrite` agrees to everything.
    init(workspace: Workspace, isGiven: Bool) {
        self.workspace = workspace
        self.isGiven = isGiven
    }

    /// Asks unless the answer is known; without a terminal nobody can answer, which is an error.
    func confirm(_ question: AssemblyQuestion) throws(AssemblyError) -> Bool {
        if isGiven || agreed.withLock({ $0.contains(question) }) { return true }
        let host = workspace.host
        guard host.terminal.isInteractive else { throw .unanswered(question) }
        workspace.reporter.finish()
        let isAgreed: Bool
        do throws(HostError) {
            isAgreed = try Question(question.description, presumed: true, alternative: "pass --overwrite")
                .ask(reading: host.input, writing: host.errorOutput)
        } catch {
            throw .unanswered(question)
        }
        if isAgreed { agreed.withLock { _ = $0.insert(question) } }
        return isAgreed
    }

    /// Asks, and ends the command when the answer is no.
    func require(_ question: AssemblyQuestion) throws(CommandError) {
        do throws(AssemblyError) {
            guard try confirm(question) else { throw .declined(question) }
        } catch {
            throw CommandError(error)
        }
    }
}
