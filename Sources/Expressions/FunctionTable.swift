import Suggestions

/// Everything that can be called, by name.
struct FunctionTable: Sendable {
    /// The names that stand first.
    let namespaces: Set<String>
    private let functions: [String: [ExportedFunction]]

    init(_ exports: [Exports]) {
        namespaces = Set(exports.map(\.namespace))
        functions = Dictionary(grouping: exports.flatMap(\.functions), by: \.path)
    }

    /// The signatures of all functions, or of those below one name.
    var signatures: [String] { functions.values.joined().map(\.signature).sorted() }

    func signatures(in namespace: String) -> [String] {
        functions.values.joined().filter { $0.namespace == namespace }.map(\.signature).sorted()
    }

    /// Whether functions are exported as `path`.
    func hasFunctions(_ path: String) -> Bool {
        functions[path] != nil
    }

    /// The property at `path`.
    func property(_ path: String) -> ExportedFunction? {
        functions[path]?.first { $0.exportName.isProperty }
    }

    /// The function at `path` with exactly these labels; a message when there is none.
    func function(_ path: String, labels: [String?]) throws(AccessError) -> ExportedFunction {
        let candidates = (functions[path] ?? []).filter { !$0.exportName.isProperty }
        if let match = candidates.first(where: { $0.exportName.labels == labels }) { return match }
        guard !candidates.isEmpty else { throw unknown(path) }
        let given = labels.map { "\($0 ?? "_"):" }.joined()
        throw AccessError(message: mismatch(path, given: given, labels: labels, candidates: candidates))
    }

    private func mismatch(
        _ path: String,
        given: String,
        labels: [String?],
        candidates: [ExportedFunction]
    ) -> String {
        let signatures = candidates.map(\.signature).joined(separator: " or ")
        let counts = Set(candidates.map(\.exportName.labels.count))
        if let count = counts.first, counts.count == 1, count != labels.count {
            let wanted = count == 1 ? "1 argument" : "\(count) arguments"
            return "\(path) takes \(wanted), not \(labels.count): \(signatures)"
        }
        let hint = wrongLabel(labels, candidates).map { "; did you mean '\($0):'? It is" } ?? "; it is"
        return "\(path) has no form with the labels (\(given))\(hint) \(signatures)"
    }

    /// The label that the first wrong one was probably meant to be.
    private func wrongLabel(_ labels: [String?], _ candidates: [ExportedFunction]) -> String? {
        let known = candidates.flatMap { $0.exportName.labels.compactMap(\.self) }
        return labels.compactMap(\.self).first { !known.contains($0) }.flatMap { Suggestion.nearest(to: $0, in: known) }
    }

    /// A message about a path that nothing is exported as.
    func unknown(_ path: String) -> AccessError {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        let namespace = parts.first ?? path
        guard namespaces.contains(namespace), parts.count == 2 else { return unknownName(path) }
        let known = functions.keys.filter { $0.hasPrefix(namespace + ".") }
            .map { String($0.dropFirst(namespace.count + 1)) }
        let hint = Suggestion.phrase(for: parts[1], in: known)
        let listing = hint.isEmpty && !known.isEmpty ? "; it has \(known.sorted().joined(separator: ", "))" : hint
        return AccessError(message: "\(namespace) exports no '\(parts[1])'\(listing)")
    }

    /// A message about a name that is not known at all.
    func unknownName(_ name: String, bindings: some Sequence<String> = []) -> AccessError {
        let hint = Suggestion.phrase(for: name, in: Array(namespaces) + bindings)
        let paths = functions.keys.filter { $0.hasSuffix("." + name) }
        if hint.isEmpty, let path = paths.min(by: { ($0.count, $0) < ($1.count, $1) }) {
            return AccessError(message: "unknown name '\(name)'; did you mean '\(path)'?")
        }
        let listing = namespaces.sorted().joined(separator: ", ")
        let known = listing.isEmpty ? "; nothing is exported" : "; known are \(listing)"
        return AccessError(message: "unknown name '\(name)'\(hint.isEmpty ? known : hint)")
    }
}
