/// Compares what articles show with what the tests of the examples compile and run.
///
/// A block of Swift in an article must be, line for line, a marked part of an example file, and each marked part must be
/// shown somewhere. Blocks in other languages are left alone.
struct ExampleComparison {
    let articles: [CodeBlock]
    let examples: [CodeBlock]

    /// What is wrong, a sentence each, with file and line in front.
    var complaints: [String] {
        let swift = articles.filter { $0.tag == "swift" }
        let untagged = articles.filter { $0.tag.isEmpty }.map { "\($0.place): the block does not say its language" }
        let unproven = swift.filter { block in !examples.contains { $0.lines == block.lines } }.map(difference)
        let unshown = examples.filter { example in !swift.contains { $0.lines == example.lines } }
            .map { "\($0.place): no article shows the snippet '\($0.tag)'" }
        return untagged + unproven + unshown
    }

    /// Where a block departs from the example that it resembles most.
    private func difference(_ block: CodeBlock) -> String {
        let telling = Set(block.lines).subtracting(["", "}"])
        let shared = { (example: CodeBlock) in telling.intersection(example.lines).count }
        guard let nearest = examples.max(by: { shared($0) < shared($1) }), shared(nearest) > 0 else {
            return "\(block.place): no example file has this block"
        }
        let length = max(block.lines.count, nearest.lines.count)
        let index = (0..<length).first { block.lines.line($0) != nearest.lines.line($0) } ?? 0
        return """
            \(block.file):\(block.line + index): differs from the snippet '\(nearest.tag)' in \
            \(nearest.file):\(nearest.line + index)
                article: \(block.lines.line(index) ?? "(ends here)")
                example: \(nearest.lines.line(index) ?? "(ends here)")
            """
    }
}

extension [String] {
    fileprivate func line(_ index: Int) -> String? { indices.contains(index) ? self[index] : nil }
}
