import HostSystem
import JSONValues
import ReleaseAssembly
import ReleaseModel

/// Carries out the steps of a release one after the other.
struct StepRunner {
    private let workspace: Workspace
    private let manifest: Manifest?
    private let agreement: Agreement
    /// The plan, as the steps so far have left it.
    private(set) var plan: ReleasePlan
    /// The absolute path of the archive, once there is one.
    private(set) var archive: String?
    private var assembled: AssembledRelease?

    init(workspace: Workspace, manifest: Manifest?, agreement: Agreement, plan: ReleasePlan) {
        self.workspace = workspace
        self.manifest = manifest
        self.agreement = agreement
        self.plan = plan
    }

    private var reporter: Reporter { workspace.reporter }

    mutating func run(_ steps: [ReleaseStep]) throws(CommandError) {
        var remaining = steps[...]
        while let step = remaining.popFirst() {
            switch step {
            case .assemble: try assemble()
            case .tar: try pack()
            case .function(let name, let id): remaining = try call(name, id, remaining: Array(remaining))[...]
            }
        }
    }

    private mutating func assemble() throws(CommandError) {
        reporter.begin("Assembling \(plan.name) \(plan.version) for \(plan.environment)")
        let (reporter, agreement) = (reporter, agreement)
        do throws(AssemblyError) {
            assembled = try Assembler(host: workspace.host) { try agreement.confirm($0) }
                .assemble(plan) { Self.report($0, to: reporter) }
        } catch {
            throw CommandError(error)
        }
    }

    private mutating func pack() throws(CommandError) {
        guard let assembled else { throw CommandError(.internalFault, "there is no release to pack yet") }
        reporter.begin("Packing \(plan.name)-\(plan.version).tar.gz")
        let reporter = reporter
        do throws(AssemblyError) {
            archive = try Archiver().tar(assembled) { Self.report($0, to: reporter) }
        } catch {
            throw CommandError(error)
        }
    }

    private mutating func call(
        _ name: String,
        _ id: Int,
        remaining: [ReleaseStep]
    ) throws(CommandError) -> [ReleaseStep] {
        guard let manifest else { throw CommandError(.internalFault, "step '\(name)' has no manifest") }
        reporter.begin("Running step \(name)")
        let sent = StepExchange(
            plan: plan,
            steps: remaining,
            isAssembled: assembled != nil,
            archive: archive
        )
        let answer = try manifest.runStep(name, id: id, with: sent.json)
        let received = try CommandError.checking { () throws(ReleaseModelError) in
            try sent.changed(by: answer, step: name)
        }
        plan = received.plan
        return received.steps
    }

    private static func report(_ step: AssemblyStep, to reporter: Reporter) {
        if case .warning(let text) = step { return reporter.warn(text) }
        reporter.advance("(\(step))")
    }
}
