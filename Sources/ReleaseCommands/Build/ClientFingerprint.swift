import HostSystem
import JSONValues

/// Tells whether `nodectl` and `nodeshell` would be built the same again, without asking SwiftPM for half a second each.
struct ClientFingerprint {
    /// The package in which they are built.
    let packagePath: String
    let scratchPath: String
    let toolchain: SwiftToolchain

    /// The compiler and the age of every source; nil when the sources are not found.
    func text() -> String? {
        guard let sources = sourcePackage() else { return nil }
        do throws(HostError) {
            var parts = [toolchain.identity, sources]
            for path in ["Package.swift", "Package.resolved"] {
                if let status = try FileTree.status(of: "\(sources)/\(path)") {
                    parts.append("\(path) \(status.modified)")
                }
            }
            for entry in try FileTree.entries(below: "\(sources)/Sources") where entry.status.kind == .file {
                parts.append("\(entry.path) \(entry.status.size) \(entry.status.modified)")
            }
            return parts.joined(separator: "\n")
        } catch {
            return nil
        }
    }

    /// The package swift-release: the one in which they are built, or a dependency of it.
    private func sourcePackage() -> String? {
        if FileTree.exists("\(packagePath)/Sources/nodectl") { return packagePath }
        // Written by SwiftPM when it resolved the dependencies.
        guard
            let bytes = try? FileTree.read("\(scratchPath)/workspace-state.json"),
            let state = try? JSONValue(parsing: bytes)
        else { return nil }
        let dependencies = state["object"]?["dependencies"]?.asArray ?? []
        guard let dependency = dependencies.first(where: { $0["packageRef"]?["name"] == "swift-release" }) else {
            return nil
        }
        if let path = dependency["state"]?["path"]?.asString { return path }
        return dependency["subpath"]?.asString.map { "\(scratchPath)/checkouts/\($0)" }
    }
}
