package import HostSystem
package import ReleaseModel

/// Builds the tree of a release, and puts it in the place of the former one.
///
/// The new tree grows aside and is swapped in when it is complete, so a build that fails or is killed at any moment
/// leaves a release that starts.
package struct Assembler: Sendable {
    let host: HostContext
    let confirm: @Sendable (AssemblyQuestion) throws -> Bool
    let exchange: @Sendable (String, String) throws(HostError) -> Bool

    /// Makes an assembler that asks what it must through `confirm`, or on the host's terminal.
    ///
    /// `exchange` is how two paths are exchanged; tests replace it by one that cannot.
    package init(
        host: HostContext,
        confirm: (@Sendable (AssemblyQuestion) throws -> Bool)? = nil,
        exchange: @escaping @Sendable (String, String) throws(HostError) -> Bool = FileTree.exchange
    ) {
        self.host = host
        self.confirm =
            confirm ?? { question in
                do {
                    return try Question(question.description, alternative: "pass --overwrite")
                        .ask(reading: host.input, writing: host.errorOutput)
                } catch {
                    throw AssemblyError.unanswered(question)
                }
            }
        self.exchange = exchange
    }

    /// Assembles what `plan` says, telling `progress` about each step.
    package func assemble(
        _ plan: ReleasePlan,
        progress: (AssemblyStep) -> Void = { _ in }
    ) throws(AssemblyError) -> AssembledRelease {
        do {
            return try build(plan, progress: progress)
        } catch {
            throw AssemblyError(error)
        }
    }

    private func build(_ plan: ReleasePlan, progress: (AssemblyStep) -> Void) throws -> AssembledRelease {
        try PlanCheck(plan: plan).run()
        let lock = try lock(plan.outputPath)
        defer { extendLifetime(lock) }
        try confirmReplacing(plan)
        let site = try BuildSite(output: plan.outputPath, exchange: exchange)
        do {
            var assembly = try Assembly(plan: plan, host: host, root: site.aside)
            try assembly.addEverything(cookie: try cookie(for: plan), progress: progress)
            progress(.swappingIn(plan.outputPath))
            try swapIn(site, carrying: CarryOver(former: plan.outputPath, version: plan.version))
            if let error = assembly.tree.memory.save() { progress(.warning("the next build will be slower: \(error)")) }
            return assembly.result
        } catch {
            // After the swap this is the former tree, which is to be removed as well.
            do { try FileTree.remove(site.aside) } catch let leftover { progress(.warning("\(leftover)")) }
            throw error
        }
    }

    private func swapIn(_ site: BuildSite, carrying carryOver: CarryOver) throws {
        let carried = try carryOver.link(from: site.output, into: site.aside)
        let foreign = try carryOver.foreignDirectories(in: site.output)
        guard let former = try site.swapIn() else { return }
        try site.restoreIdentity(of: foreign, from: former)
        // What a running node wrote while the trees changed places.
        _ = try carryOver.link(from: former, into: site.output, skipping: carried)
        try FileTree.remove(former)
    }

    private func lock(_ output: String) throws -> FileLock {
        try FileTree.makeDirectory(FilePaths.parent(of: output))
        do {
            return try FileLock(path: BuildSite.lockPath(for: output))
        } catch .locked {
            throw AssemblyError.anotherBuild(output: output)
        } catch {
            throw error
        }
    }

    private func confirmReplacing(_ plan: ReleasePlan) throws {
        let layout = ReleaseLayout(plan)
        guard !plan.options.overwrite, FileTree.exists(layout.versionDirectory) else { return }
        let question = AssemblyQuestion.replaceVersion(name: plan.name.description, version: plan.version)
        guard try confirm(question) else { throw AssemblyError.declined(question) }
    }

    /// The cookie to be written; nil when the former tree's is kept.
    private func cookie(for plan: ReleasePlan) throws -> Cookie? {
        let path = ReleaseLayout(plan).cookie
        let exists = FileTree.exists(path)
        guard let given = plan.options.cookie else {
            var generator = SystemRandomNumberGenerator()
            return exists ? nil : Cookie.random(using: &generator)
        }
        let cookie = try Cookie(given)
        guard exists, !plan.options.overwrite else { return cookie }
        let isSame = try FileTree.readText(path) == cookie.text
        if isSame { return nil }
        return try confirm(.replaceCookie(path: path)) ? cookie : nil
    }
}
