import Foundation
import PackagePlugin

/// `swift package release …`: the tool `release` with the same subcommands, for the package at hand.
@main
struct ReleasePlugin: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let process = Process()
        process.executableURL = try context.tool(named: "release").url
        process.arguments = arguments
        process.currentDirectoryURL = context.package.directoryURL
        try process.run()
        process.waitUntilExit()
        let status = process.terminationStatus
        guard status == 0 || process.terminationReason != .exit else { exit(status) }
        if process.terminationReason == .uncaughtSignal { exit(128 + status) }
    }
}
