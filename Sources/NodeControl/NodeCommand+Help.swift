extension NodeCommand {
    /// The page that `help COMMAND` prints.
    ///
    /// What has no meaning for a program that does not link Boot is left out of its pages.
    package func help(program: String, linksBoot: Bool = true) -> String {
        guard linksBoot || !needsBoot else {
            return "OVERVIEW: \(abstract)\n\nNot here: the program of this release does not link Boot."
        }
        let usage = [program, rawValue, options.isEmpty ? "" : "[<options>]", operands].filter { !$0.isEmpty }
        let settings = variables.filter { linksBoot || !$0.needsBoot }
        var lines = ["OVERVIEW: \(abstract)", "", "USAGE: \(usage.joined(separator: " "))"]
        lines += Self.section("OPTIONS:", options.map { ($0.label, $0.abstract) })
        lines += Self.section(
            "SETTINGS (variables; releases/VERSION/env.sh explains them, with their defaults):",
            settings.map { ($0.rawValue, $0.abstract) }
        )
        return lines.joined(separator: "\n")
    }

    /// Labels and what they are, the latter in a column; nothing without any.
    private static func section(_ title: String, _ items: [(label: String, abstract: String)]) -> [String] {
        guard !items.isEmpty else { return [] }
        let width = max(24, 2 + (items.map(\.label.count).max() ?? 0))
        return ["", title]
            + items.map { label, abstract in
                "  " + label + String(repeating: " ", count: width - label.count) + abstract
            }
    }
}

extension NodeCommand.Option {
    /// All its spellings, the short one first, and what its value is called.
    fileprivate var label: String {
        spellings.reversed().joined(separator: ", ") + (value.map { " <\($0)>" } ?? "")
    }
}
