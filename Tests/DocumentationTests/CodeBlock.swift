/// Code that an article shows, or that an example file marks to be shown.
struct CodeBlock: Equatable {
    /// The file it stands in.
    let file: String
    /// The number of its first line there.
    let line: Int
    /// What its fence or its mark says: the language in an article, the name in an example file.
    let tag: String
    /// Its lines, without the indentation that all of them have.
    let lines: [String]

    init(file: String, line: Int, tag: String, lines: [String]) {
        self.file = file
        self.line = line
        self.tag = tag
        let margin = lines.filter { !$0.isBlank }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        self.lines = lines.map { $0.isBlank ? "" : String($0.dropFirst(margin)) }
    }

    /// Where it stands, as compilers say it.
    var place: String { "\(file):\(line)" }
}

extension CodeBlock {
    /// The fenced blocks of an article, top to bottom.
    static func fenced(in text: String, file: String) -> [CodeBlock] {
        between(text, file, start: "```", end: "```")
    }

    /// The parts of an example file between `// snippet.NAME` and `// snippet.end`.
    static func marked(in text: String, file: String) -> [CodeBlock] {
        between(text, file, start: "// snippet.", end: "// snippet.end")
    }

    private static func between(_ text: String, _ file: String, start: String, end: String) -> [CodeBlock] {
        var blocks: [CodeBlock] = []
        var open: (tag: String, line: Int, lines: [String])?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.drop { $0 == " " }
            if let block = open, content == end {
                blocks.append(CodeBlock(file: file, line: block.line, tag: block.tag, lines: block.lines))
                open = nil
            } else if open != nil {
                open?.lines.append(String(line))
            } else if content.hasPrefix(start) {
                open = (String(content.dropFirst(start.count)), index + 2, [])
            }
        }
        // One that is never closed goes to the end of the file, where it equals nothing and is complained about.
        if let open { blocks.append(CodeBlock(file: file, line: open.line, tag: open.tag, lines: open.lines)) }
        return blocks
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy { $0 == " " } }
}
