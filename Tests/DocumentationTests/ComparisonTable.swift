/// The rows of "Coming from Elixir": what a function is called there, and how it is spelled here.
struct ComparisonTable {
    struct Row {
        let line: Int
        /// The function, as `Module.function`.
        let function: String
        /// How it is spelled here, or a dash.
        let spelling: String
        /// What else there is to say; the reason where there is no spelling.
        let remark: String

        /// The pieces of code in the spelling.
        var code: [String] {
            spelling.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        }
    }

    let rows: [Row]

    init(_ article: String) {
        rows = article.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            guard line.hasPrefix("| `") else { return nil }
            // DocC's links have two backquotes, and say at the end which of two things with one name they mean.
            let plain = String(line).replacing("``", with: "`").replacing(/-swift\.[a-z.]+/, with: "")
            let cells = plain.split(separator: "|").map { $0.trimming(" ") }
            let function = (cells.first ?? "").filter { $0 != "`" }
            let rest = cells.dropFirst() + ["", ""]
            return Row(
                line: index + 1,
                function: function,
                spelling: rest[1],
                remark: rest[2]
            )
        }
    }

    /// What is wrong with the rows, given the functions there must be and the words that spellings may use.
    func complaints(functions: [String], words: Set<String>) -> [String] {
        let described = Dictionary(grouping: rows, by: \.function)
        let missing = functions.filter { described[$0] == nil }.map { "no row for \($0)" }
        let unknown = rows.filter { !functions.contains($0.function) }.map {
            "line \($0.line): \($0.function) is not in the list"
        }
        let double = described.filter { $0.value.count > 1 }.map { "two rows for \($0.key)" }
        return missing + unknown + double.sorted() + rows.flatMap { complaints($0, words) }
    }

    private func complaints(_ row: Row, _ words: Set<String>) -> [String] {
        if row.spelling == "—" {
            return row.remark.isEmpty ? ["line \(row.line): \(row.function) has neither a spelling nor a reason"] : []
        }
        if row.code.isEmpty { return ["line \(row.line): \(row.function) has no spelling in code"] }
        return row.code.flatMap { code in
            code.words.subtracting(words).sorted().map { "line \(row.line): there is no public '\($0)' for `\(code)`" }
        }
    }
}

extension StringProtocol {
    fileprivate func trimming(_ character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
