import HostSystem
import JSONValues

/// Answers that were found once, kept below the scratch directory together with what they depend on.
///
/// An entry is believed only when its key, compared as text, is the present one; so nothing stale is ever used, and a
/// cache that cannot be written costs time only.
struct KeyedCache: Sendable {
    let directory: String

    /// The answer called `name`, when it was found under the same key.
    func value(_ name: String, key: String) -> JSONValue? {
        guard
            let bytes = try? FileTree.read(path(name)), let entry = try? JSONValue(parsing: bytes),
            entry["key"]?.asString == key
        else { return nil }
        return entry["value"]
    }

    /// Keeps an answer for the next time.
    func store(_ value: JSONValue, as name: String, key: String) {
        let entry: JSONValue = ["key": .string(key), "value": value]
        do throws(HostError) {
            try FileTree.makeDirectory(directory)
            try FileTree.writeAtomically(entry.utf8(), to: path(name))
        } catch {
            // Without the entry the answer is looked for again.
        }
    }

    /// A directory named after `key`, to be filled by `fill` unless a former run has.
    func directory(
        _ name: String,
        key: String,
        fill: (String) throws(CommandError) -> Void
    ) throws(CommandError) -> String {
        let target = "\(directory)/\(name)-\(StableHash.text(of: key))"
        if isFilled(target, key: key) { return target }
        let draft = try CommandError.wrapping { () throws(HostError) in
            try FileTree.makeDirectory(directory)
            return try FileTree.makeUniqueDirectory(prefix: "\(directory)/.draft-")
        }
        do throws(CommandError) {
            try fill(draft)
            try CommandError.wrapping { () throws(HostError) in
                try FileTree.write(key, to: "\(draft)/key")
                if FileTree.exists(target), !isFilled(target, key: key) { try FileTree.remove(target) }
                try publish(draft, as: target, key: key)
            }
        } catch {
            try CommandError.wrapping { () throws(HostError) in try FileTree.remove(draft) }
            throw error
        }
        prune(name)
        return target
    }

    private func isFilled(_ directory: String, key: String) -> Bool {
        (try? FileTree.readText("\(directory)/key")) == key
    }

    /// Puts a filled directory into its place, unless another build that runs now has put the same there before.
    private func publish(_ draft: String, as target: String, key: String) throws(HostError) {
        do throws(HostError) {
            try FileTree.rename(draft, to: target)
        } catch {
            guard isFilled(target, key: key) else { throw error }
            try FileTree.remove(draft)
        }
    }

    /// Keeps the newest few directories of a name, so that a definition that is worked on leaves no heap behind.
    private func prune(_ name: String) {
        guard let names = try? FileTree.names(in: directory) else { return }
        let aged = names.filter { $0.hasPrefix("\(name)-") }.map { entry in
            (path: "\(directory)/\(entry)", age: (try? FileTree.status(of: "\(directory)/\(entry)"))?.modified ?? 0)
        }
        for entry in aged.sorted(by: { $0.age > $1.age }).dropFirst(4) {
            // Another build may do the same at the same time.
            try? FileTree.remove(entry.path)
        }
    }

    private func path(_ name: String) -> String {
        "\(directory)/\(name).json"
    }
}
