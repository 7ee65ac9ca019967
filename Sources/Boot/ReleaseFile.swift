import Applications
import JSONValues
import Posix

/// What `releases/VERSION/NAME.rel` says about the applications of a release.
struct ReleaseFile: Equatable, Sendable {
    /// Start types by application.
    var types: [String: StartType] = [:]
    /// Versions by application.
    var versions: [String: String] = [:]

    /// The file of the release at `directory`, which is `releases/VERSION`.
    static func read(in directory: String) throws(BootError) -> ReleaseFile {
        let names: [String]
        do {
            names = try Files.names(in: directory).filter { $0.hasSuffix(".rel") }
        } catch {
            throw .unreadable(what: "the release's directory", error)
        }
        guard let name = names.first, names.count == 1 else {
            let found = names.isEmpty ? "no .rel file" : "several .rel files: \(names.sorted().joined(separator: ", "))"
            throw .malformed(path: directory, problem: "holds \(found)")
        }
        let path = "\(directory)/\(name)"
        return try parse(JSONFile.read(path, what: "the release file"), path: path)
    }

    static func parse(_ value: JSONValue, path: String) throws(BootError) -> ReleaseFile {
        guard let applications = value["applications"]?.asArray else {
            throw .malformed(path: path, problem: "has no list 'applications'")
        }
        var file = ReleaseFile()
        for application in applications {
            guard let name = application["name"]?.asString else {
                throw .malformed(path: path, problem: "names an application without 'name'")
            }
            let text = application["type"]?.asString ?? StartType.permanent.rawValue
            guard let type = StartType(rawValue: text) else {
                throw .malformed(path: path, problem: "'\(text)' is not a start type (application '\(name)')")
            }
            file.types[name] = type
            file.versions[name] = application["version"]?.asString
        }
        return file
    }
}

/// A file of the release that holds JSON.
enum JSONFile {
    static func read(_ path: String, what: String) throws(BootError) -> JSONValue {
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path)
        } catch {
            throw .unreadable(what: what, error)
        }
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw .malformed(path: path, problem: "\(error)")
        }
    }
}
