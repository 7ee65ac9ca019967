import HostSystem

/// What Git knows about the package.
struct GitInformation {
    let workspace: Workspace

    /// The nearest tag that looks like a version, as `git describe` prints it; nil without one, or without Git.
    func tag() -> String? {
        ask(["describe", "--tags", "--match", "v[0-9]*", "--match", "[0-9]*"])
    }

    /// When the last commit was made, in seconds since 1970.
    func commitTime() -> Int? {
        ask(["log", "-1", "--format=%ct"]).flatMap { Int($0) }
    }

    private func ask(_ arguments: [String]) -> String? {
        // A package needs neither Git nor a repository; without them there is no answer.
        guard
            let result = try? Subprocess("git", ["-C", workspace.root] + arguments, deadline: .seconds(10))
                .run(on: workspace.host),
            result.status.isSuccess
        else { return nil }
        let text = result.outputText.trimmingLineEnd
        return text.isEmpty ? nil : text
    }
}
