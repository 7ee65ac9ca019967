import Foundation
import Testing

/// Where things are while the tests run.
enum Places {
    /// The package under test.
    static let package: String = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path

    /// The directory SwiftPM built the programs into.
    static let products: String = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    /// The tool under test.
    static var tool: String { "\(products)/release" }

    /// The directory of the toolchain that runs the tests, for instance `/usr` of an unpacked toolchain.
    static let toolchain: String = {
        for folder in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") {
            let path = URL(fileURLWithPath: "\(folder)/swiftc").resolvingSymlinksInPath().path
            guard FileManager.default.isExecutableFile(atPath: path) else { continue }
            return URL(fileURLWithPath: path).deletingLastPathComponent().deletingLastPathComponent().path
        }
        return "/usr"
    }()
}

/// A directory that is removed with everything in it when the test lets go of it.
final class Scratch: Sendable {
    let path: String

    init(_ name: String = "release") throws {
        path = FileManager.default.temporaryDirectory.path + "/\(name)-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // Directories made unreadable by a test would stop the removal.
        let removal = Foundation.Process()
        removal.executableURL = URL(fileURLWithPath: "/bin/sh")
        removal.arguments = ["-c", "chmod -R u+rwx \"$1\" 2>/dev/null; rm -rf \"$1\"", "sh", path]
        try? removal.run()
        removal.waitUntilExit()
    }

    func write(_ text: String, to name: String, mode: Int = 0o644) throws {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path,
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }
}
