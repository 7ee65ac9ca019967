import HostSystem
import Synchronization

/// One run of `swift build`.
struct SwiftBuild {
    /// What the step is called in messages, such as `product 'todo'`.
    var subject: String
    var packagePath: String
    var scratchPath: String
    var configuration: String
    var product: String
    var arguments: [String]
    /// Whether warnings of a successful build are worth a user's attention.
    var showsWarnings = true

    /// The directory with the products of a configuration.
    static func productsDirectory(scratchPath: String, configuration: String) -> String {
        FileTree.realPath(of: "\(scratchPath)/\(configuration)") ?? "\(scratchPath)/\(configuration)"
    }

    /// Builds, and returns the directory with the products.
    func run(in workspace: Workspace) throws(CommandError) -> String {
        let reporter = workspace.reporter
        let messages = Mutex<[String]>([])
        let subprocess = Subprocess(
            workspace.toolchain.swift,
            [
                "build", "--package-path", packagePath, "--scratch-path", scratchPath, "--build-system", "native",
                "-c", configuration, "--product", product,
            ] + arguments,
            directory: workspace.root,
            output: .lines { line in
                if reporter.isVerbose { reporter.say(line) }
                switch CompilerLine(line) {
                case .progress(let done, let total, let what): reporter.advance("(\(done)/\(total)) \(what)")
                case .chatter: break
                case .message(let text):
                    messages.withLock { $0.append(text) }
                    // Whoever waits for another SwiftPM should know it.
                    if text.hasPrefix("Another instance"), !reporter.isVerbose { reporter.say(text) }
                }
            },
            errorOutput: .merged
        )
        let result = try CommandError.wrapping { () throws(HostError) in try subprocess.run(on: workspace.host) }
        let text = messages.withLock { $0 }
        guard result.status.isSuccess else {
            throw CommandError(
                .failed,
                "\(subject) does not compile (\(result.status))",
                output: reporter.isVerbose ? "" : text.joined(separator: "\n")
            )
        }
        if showsWarnings, !reporter.isVerbose, text.contains(where: { $0.contains("warning:") }) {
            for line in text { reporter.say(line) }
        }
        return Self.productsDirectory(scratchPath: scratchPath, configuration: configuration)
    }
}
